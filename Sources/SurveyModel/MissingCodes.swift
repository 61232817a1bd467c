/// By which code the file says, for each interview, that there is no answer: two choices of one
/// reason ("don't know", "can't choose") stay two.
public struct MissingCodes: Hashable, Sendable {
  /// Names of choices, or values that the study declares.
  public private(set) var names: [String] = []
  /// Place among ``names``; −1 where no code stands.
  private var places: PackedPlaces
  private var known: [String: Int32] = [:]

  /// No code for a number of interviews.
  public init(count: Int) { places = PackedPlaces(repeating: -1, count: count) }

  /// Number of interviews.
  public var count: Int { places.count }

  public var isEmpty: Bool { names.isEmpty }

  /// The code of an interview; nil where none stands.
  public subscript(row: Int) -> String? {
    places[row] < 0 ? nil : names[Int(places[row])]
  }

  /// Notes the code of an interview.
  public mutating func set(_ name: String, at row: Int) {
    if let place = known[name] {
      places[row] = place
    } else {
      known[name] = Int32(names.count)
      places[row] = Int32(names.count)
      names.append(name)
    }
  }

  public mutating func remove(at row: Int) { places[row] = -1 }

  /// The codes of some of the interviews, in the order given.
  func picking(_ rows: [Int]) -> MissingCodes {
    var picked = self
    picked.places = places.picking(rows)
    return picked
  }

  /// The codes of two columns of one question, one after the other.
  ///
  /// - Parameters:
  ///   - first: nil where the column has none; its interviews count all the same.
  ///   - counts: Interviews of the two columns.
  package static func joining(
    _ first: MissingCodes?, _ second: MissingCodes?, counts: (Int, Int)
  ) -> MissingCodes? {
    guard first != nil || second != nil else { return nil }
    var joined = first ?? MissingCodes(count: counts.0)
    joined.places.append(contentsOf: PackedPlaces(repeating: -1, count: counts.1))
    for row in 0..<counts.1 {
      if let name = second?[row] { joined.set(name, at: counts.0 + row) }
    }
    return joined
  }
}
