import Testing

@testable import ResponseExport

/// Codes that are numbers stay; only the others get one.
struct CodeNumbersTests {
  struct Case: Sendable, CustomStringConvertible {
    let codes: [String]
    let numbers: [Double]
    var taken: Set<Double> = []
    var description: String { codes.joined(separator: " ") }
  }

  static let cases = [
    Case(codes: ["5", "4", "3", "2", "1", "other"], numbers: [5, 4, 3, 2, 1, 6]),
    Case(codes: ["0", "1", "2", "97_other", "99"], numbers: [0, 1, 2, 100, 99]),
    Case(codes: ["0", "25", "50", "75", "100", "none"], numbers: [0, 25, 50, 75, 100, 101]),
    Case(codes: ["01", "1", "001", "2"], numbers: [3, 1, 4, 2]),
    Case(codes: ["01", "001", "2"], numbers: [1, 3, 2]),
    Case(codes: ["1", "2", "other"], numbers: [1, 2, 5], taken: [3, 4]),
    Case(codes: ["male", "female"], numbers: [1, 2]),
    Case(codes: ["yes", "no"], numbers: [2, 3], taken: [1]),
    Case(codes: ["-2", "-1", "x"], numbers: [-2, -1, 1]),
    Case(codes: ["1.5", "2.5", "x"], numbers: [1.5, 2.5, 3]),
    Case(codes: ["1e3", "1000", "nan", "inf", "0x10"], numbers: [1001, 1000, 1002, 1003, 1004]),
    Case(codes: ["1", "123456789012345678", "x"], numbers: [1, 2, 3]),
    Case(codes: ["9007199254740991", "x"], numbers: [9_007_199_254_740_991, 1]),
    Case(codes: [], numbers: []),
  ]

  @Test(arguments: cases)
  func `only words get other numbers`(test: Case) {
    #expect(CodeNumbers(test.codes, beside: test.taken).numbers == test.numbers)
  }

  @Test(arguments: 0..<200)
  func `each code has a number of its own, and each number its own`(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let parts = ["0", "1", "9", "97", "-", ".5", "a", "прочее", "_", "e"]
    var codes: [String] = []
    while codes.count < 8 {
      let code = (0...next(3)).map { _ in parts[next(parts.count)] }.joined()
      if !codes.contains(code) { codes.append(code) }
    }
    let taken = Set((0..<3).map { _ in Double(next(12)) }).filter { number in
      !codes.contains { CodeNumbers.number(of: $0) == number }
    }
    let numbers = CodeNumbers(codes, beside: taken).numbers
    #expect(numbers.count == codes.count && Set(numbers).count == codes.count)
    #expect(taken.isDisjoint(with: numbers))
    for (code, number) in zip(codes, numbers) where "\(Int(number))" != code {
      let isFirst = CodeNumbers.number(of: code) == number
      let isAnothers = codes.contains {
        $0 != code && CodeNumbers.number(of: $0) == CodeNumbers.number(of: code)
      }
      #expect(isFirst || isAnothers || CodeNumbers.number(of: code) == nil, "\(code) \(number)")
    }
  }
}

/// What may be told of counts, so that no difference of what is told is a count of few.
struct ToldCountsTests {
  @Test(arguments: 0..<200)
  func `nothing that is told gives a small count by subtraction`(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let counts = (0..<2 + next(6)).map { _ in [0, next(12), 20 + next(20), 30 + next(90)][next(4)] }
    let isMissing = counts.indices.map { $0 > 0 && next(3) == 0 }
    let blank = [0, next(10), 40][next(3)]
    let all = counts.reduce(blank, +)
    guard all >= 30 else { return }
    let told = ToldCounts(counts, isMissing: isMissing, of: all, minimum: 30)
    for (told, count) in zip(told.counts, counts) {
      #expect(told == nil || told == count && (count == 0 || count >= 30))
    }
    func hidden(_ places: [Int]) -> Int {
      places.reduce(0) { $0 + (told.counts[$1] == nil ? counts[$1] : 0) }
    }
    let answers = counts.indices.filter { !isMissing[$0] }
    let others = counts.indices.filter { isMissing[$0] }
    let sums =
      told.valid == nil
      ? [hidden(Array(counts.indices)) + blank] : [hidden(answers), hidden(others) + blank]
    for sum in sums { #expect(sum == 0 || sum >= 30, "\(counts) \(isMissing) \(blank)") }
    if let valid = told.valid {
      #expect(valid == answers.reduce(0) { $0 + counts[$1] } && told.invalid == all - valid)
    } else {
      #expect(told.invalid == nil)
    }
  }

  @Test func `enough of each is told whole`() {
    let told = ToldCounts([105, 0, 60], isMissing: [false, false, true], of: 165, minimum: 30)
    #expect(told.counts == [105, 0, 60] && told.valid == 105 && told.invalid == 60)
  }
}
