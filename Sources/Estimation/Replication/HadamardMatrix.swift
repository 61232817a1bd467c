/// A square matrix of +1 and −1 whose rows are at right angles to each other.
///
/// Orders are those that Sylvester's doubling and Paley's first construction give: enough to be
/// never much larger than asked for.
///
/// > R. E. A. C. Paley (1933). "On orthogonal matrices". *Journal of Mathematics and Physics* 12.
struct HadamardMatrix: Sendable {
  let order: Int
  /// Row after row: whether the element is +1. The first column is all +1.
  private let signs: [Bool]

  /// The smallest such matrix of at least this order.
  init(atLeast least: Int) {
    var size = 1
    while true {
      if let matrix = HadamardMatrix(order: size) {
        if size >= least {
          self = matrix
          return
        }
      }
      size = size < 4 ? size * 2 : size + 4
    }
  }

  subscript(row: Int, column: Int) -> Double { signs[row * order + column] ? 1 : -1 }

  private init(order: Int, signs: [Bool]) {
    self.order = order
    self.signs = signs
  }

  /// - Returns: Nil where neither construction gives the order.
  private init?(order: Int) {
    if order == 1 {
      self.init(order: 1, signs: [true])
    } else if order % 4 == 0, Self.isPrime(order - 1) {
      self.init(paley: order - 1)
    } else if order % 2 == 0, let half = HadamardMatrix(order: order / 2) {
      self.init(doubling: half)
    } else {
      return nil
    }
  }

  private init(doubling half: HadamardMatrix) {
    let order = 2 * half.order
    self.init(
      order: order,
      signs: (0..<order * order).map { place in
        let (row, column) = place.quotientAndRemainder(dividingBy: order)
        let sign = half.signs[row % half.order * half.order + column % half.order]
        return row >= half.order && column >= half.order ? !sign : sign
      })
  }

  /// Of order q + 1, q a prime that leaves 3 when divided by 4.
  private init(paley q: Int) {
    let squares = Set((1..<q).map { $0 * $0 % q })
    let order = q + 1
    self.init(
      order: order,
      signs: (0..<order * order).map { place in
        let (row, column) = place.quotientAndRemainder(dividingBy: order)
        if column == 0 || row == 0 { return column == 0 }
        if row == column { return true }
        return squares.contains(((row - column) % q + q) % q)
      })
  }

  private static func isPrime(_ number: Int) -> Bool {
    guard number > 2 else { return number == 2 }
    return !(2..<number).lazy.prefix { $0 * $0 <= number }.contains { number % $0 == 0 }
  }
}
