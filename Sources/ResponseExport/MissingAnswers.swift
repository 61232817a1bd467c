import SurveyModel

/// What stands in a variable where there is no answer: a code for each missing choice and each
/// declared value, and one for each reason that has none of its own.
public struct MissingAnswers: Sendable {
  /// A code that means no answer.
  public struct Code: Hashable, Sendable {
    /// As the field files have it; "" for a blank.
    public var name: String
    /// Its number in SPSS; NaN for a blank, which is system-missing there.
    public var number: Double
    /// Its letter in Stata, `.a` … `.z`.
    public var letter: Character
    public var label: Label
    public var reason: MissingReason
    /// Whether an interview has it.
    public var isUsed = false
    /// Whether it is another number in SPSS than in the field files.
    public var isMoved = false
    /// Whether its letter is that of another code of the same reason, the alphabet being at its end.
    public var sharesLetter = false

    /// Whether it stands for what is blank in the files.
    public var isBlank: Bool { name.isEmpty }
  }

  /// Missing choices in the order of their list, then declared values, then reasons without a code.
  public let codes: [Code]
  /// For each interview the place among ``codes``; −1 where there is an answer.
  private let places: PackedPlaces

  /// Number of interviews.
  public var count: Int { places.count }

  /// Every interview has an answer.
  init(count: Int) {
    codes = []
    places = PackedPlaces(repeating: -1, count: count)
  }

  /// Why an interview has no answer; nil where it has one.
  public subscript(row: Int) -> Code? {
    places[row] < 0 ? nil : codes[Int(places[row])]
  }

  /// The codes that an export declares: those of choices, and others that an interview has.
  public var declared: [Code] { codes.filter { !$0.isBlank } }

  /// The values that SPSS is told to mean no answer; nil where its rules do not allow them: at most
  /// three, or a range and one more, no answer among them.
  ///
  /// > IBM, *SPSS Statistics Command Syntax Reference*, MISSING VALUES.
  ///
  /// - Parameters:
  ///   - numbers: What means no answer.
  ///   - answers: What is an answer, ascending.
  static func ranges(
    of numbers: [Double], among answers: [Double]
  ) -> (single: [Double], range: ClosedRange<Double>?)? {
    let sorted = numbers.sorted()
    guard sorted.count > 3 else { return (sorted, nil) }
    let cuts: [(single: [Double], rest: ArraySlice<Double>)] = [
      ([], sorted[...]), ([sorted[0]], sorted.dropFirst()),
      ([sorted[sorted.count - 1]], sorted.dropLast()),
    ]
    for (single, rest) in cuts {
      guard let low = rest.first, let high = rest.last else { continue }
      let next = answers.firstPlace { $0 >= low }
      if next == answers.count || answers[next] > high { return (single, low...high) }
    }
    return nil
  }
}

/// The reasons of a question's missing answers, made into codes.
struct MissingCoding {
  /// The rows of the answers: why there is none, and by which code that is said.
  typealias Row = (reason: MissingReason, code: String?)

  /// Missing choices; none of an open question.
  let choices: [Choice]
  /// Rows of `missing.csv` that hold for the question, its own first.
  let declared: [MissingCode]
  /// Numbers that are answers, ascending, each once.
  let answers: [Double]
  /// Codes and texts that are answers.
  let names: Set<String>
  /// The reason that a blank stands for.
  let blank: MissingReason

  /// Reasons for which codes are kept free, whether they occur or not, so that the exports of two
  /// cities have the same.
  private static let kept: [MissingReason] = [.notAsked, .invalid, .notAskedOrLost]

  /// - Parameter rows: Hands over the interviews' rows, nil where there is an answer.
  func coded(_ rows: (_ take: (Row?) -> Void) -> Void) -> MissingAnswers {
    var codes = choices.map { choice in
      MissingAnswers.Code(
        name: choice.name, number: own(choice.name), letter: "a", label: choice.label,
        reason: choice.missing ?? .noAnswer)
    }
    var known: [Key: Int32] = [:]
    var places = PackedPlaces()
    rows { row in
      guard let row else { return places.append(-1) }
      let key = Key(reason: row.reason, code: row.code)
      if let place = known[key] { return places.append(place) }
      let place = place(of: key, in: &codes)
      codes[place].isUsed = true
      known[key] = Int32(place)
      places.append(Int32(place))
    }
    number(&codes)
    letter(&codes)
    return MissingAnswers(codes: codes, places: places)
  }

  private struct Key: Hashable {
    let reason: MissingReason
    let code: String?
  }

  /// The place of the code that says so, which is added where none does yet.
  private func place(of key: Key, in codes: inout [MissingAnswers.Code]) -> Int {
    func add(_ name: String, _ number: Double) -> Int {
      codes.append(
        MissingAnswers.Code(
          name: name, number: number, letter: "a", label: key.reason.label, reason: key.reason))
      return codes.count - 1
    }
    if let name = key.code {
      if let place = codes.firstIndex(where: { $0.name == name }) {
        if codes[place].reason == key.reason { return place }
      } else if isOwn(name) {
        return add(name, own(name))
      }
    }
    if key.reason == blank {
      return codes.firstIndex(where: \.isBlank) ?? add("", .nan)
    }
    if let place = codes.firstIndex(where: { $0.reason == key.reason && !$0.isBlank }) {
      return place
    }
    let row = declared.first { row in
      row.reason == key.reason && isOwn(row.value) && !own(row.value).isNaN
        && !codes.contains { $0.name == row.value }
    }
    return row.map { add($0.value, own($0.value)) } ?? add(Self.unnamed, .nan)
  }

  /// Whether a value that the study declares is no answer that somebody gave.
  private func isOwn(_ name: String) -> Bool {
    !name.isEmpty && !names.contains(name) && (Double(name) == nil || !own(name).isNaN)
  }

  /// The name of a code until it has a number.
  private static let unnamed = "\u{0}"

  /// The number that a code is; NaN where it is none, or an answer.
  private func own(_ name: String) -> Double {
    guard let number = Double(name), number.isFinite, isFree(number) else { return .nan }
    return number
  }

  private func isFree(_ number: Double) -> Bool {
    let next = answers.firstPlace { $0 >= number }
    return next == answers.count || answers[next] != number
  }
}

extension MissingCoding {
  /// Gives numbers to codes that have none, and other ones where SPSS does not allow them.
  private func number(_ codes: inout [MissingAnswers.Code]) {
    var taken: Set<Double> = []
    for place in codes.indices where !codes[place].isBlank && !codes[place].number.isNaN {
      if !taken.insert(codes[place].number).inserted { codes[place].number = .nan }
    }
    let open = codes.indices.filter { !codes[$0].isBlank && codes[$0].number.isNaN }
    let named = Set(codes.map(\.name))
    let further = open.filter {
      !Self.kept.contains(codes[$0].reason) || codes[$0].name != Self.unnamed
    }
    let free = freeNumbers(Self.kept.count + further.count, beside: taken, named)
    for (slot, reason) in Self.kept.enumerated() {
      for place in open where codes[place].reason == reason && !further.contains(place) {
        codes[place].number = free[slot]
      }
    }
    for (slot, place) in further.enumerated() {
      codes[place].number = free[Self.kept.count + slot]
    }
    for place in open where codes[place].name == Self.unnamed {
      codes[place].name = ExportVariable.text(of: codes[place].number)
    }
    move(&codes)
  }

  /// Moves all codes to numbers of which none is an answer, where SPSS allows them only so.
  private func move(_ codes: inout [MissingAnswers.Code]) {
    let places = codes.indices.filter { !codes[$0].isBlank }
    guard MissingAnswers.ranges(of: places.map { codes[$0].number }, among: answers) == nil else {
      return
    }
    let free = freeNumbers(places.count, beside: [], []).sorted()
    let byNumber = places.sorted { codes[$0].number < codes[$1].number }
    for (place, number) in zip(byNumber, free) {
      codes[place].isMoved = codes[place].number != number
      codes[place].number = number
    }
  }

  /// Whole numbers that are neither answers nor codes: below the codes that lie beyond the answers,
  /// else 99, 98, … or with more nines, else beyond all others.
  ///
  /// - Parameters:
  ///   - taken: Codes that stand.
  ///   - texts: Names that none of them may have.
  private func freeNumbers(
    _ count: Int, beside taken: Set<Double>, _ texts: Set<String>
  ) -> [Double] {
    let highest = answers.last ?? 0
    let beyond = taken.filter { $0 > highest && $0 == $0.rounded() && $0 < 1e15 }
    func run(from start: Double) -> [Double]? {
      var (found, number): ([Double], Double) = ([], start)
      while found.count < count, number > highest {
        let text = ExportVariable.text(of: number)
        if !taken.contains(number), !texts.contains(text), !names.contains(text) {
          found.append(number)
        }
        number -= 1
      }
      return found.count == count ? found : nil
    }
    if let lowest = beyond.min(), let found = run(from: lowest - 1) { return found }
    for digits in 2...15 {
      let nines = Double((0..<digits).reduce(0) { sum, _ in sum * 10 + 9 })
      guard beyond.max().map({ nines > $0 }) ?? true else { continue }
      if let found = run(from: nines) { return found }
    }
    let lowest = min(answers.first ?? 0, taken.min() ?? 0, 0)
    let below = (1...(count + taken.count + texts.count + names.count)).lazy
      .map { lowest.rounded(.down) - Double($0) }
      .filter { !texts.contains(ExportVariable.text(of: $0)) && !names.contains("\($0)") }
    return Array(below.prefix(count))
  }

  /// The first code of a reason has the reason's letter, further ones those that are left.
  private func letter(_ codes: inout [MissingAnswers.Code]) {
    var first: [MissingReason: Int] = [:]
    var rest: [Int] = []
    for place in codes.indices {
      if first[codes[place].reason] == nil {
        first[codes[place].reason] = place
        codes[place].letter = codes[place].reason.letter
      } else {
        rest.append(place)
      }
    }
    let usual = MissingReason.allCases.filter { first[$0] != nil }.map(\.letter)
    let alphabet = (0x68...0x7A).map { Character(UnicodeScalar(UInt8($0))) }
    let others = MissingReason.allCases.filter { first[$0] == nil }.map(\.letter)
    let free = (alphabet + others).filter { !usual.contains($0) }
    for (slot, place) in rest.enumerated() {
      if slot < free.count {
        codes[place].letter = free[slot]
      } else {
        codes[place].letter = codes[place].reason.letter
        codes[place].sharesLetter = true
      }
    }
  }
}

extension MissingAnswers {
  fileprivate init(codes: [Code], places: PackedPlaces) {
    self.codes = codes
    self.places = places
  }

  /// The same codes by which several columns of one question say why there is no answer.
  func naming(_ name: (Code) -> String) -> MissingAnswers {
    MissingAnswers(
      codes: codes.map { code in
        var code = code
        if !code.isBlank { code.name = name(code) }
        return code
      }, places: places)
  }
}

extension MissingReason {
  /// Stata's letter for it: `.a` for the first reason, and so on.
  var letter: Character {
    let place = UInt8(MissingReason.allCases.firstIndex(of: self) ?? 0)
    return Character(UnicodeScalar(0x61 + place))
  }
}

extension [Double] {
  /// The first place of which something holds, where it holds of all that follow.
  fileprivate func firstPlace(where holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
