import SurveyModel
import Testing

@testable import TabularFiles

/// What a data set's labels, names and formats look like in the file.
struct WrittenFormTests {
  struct Digits: Sendable, CustomStringConvertible {
    let numbers: [Double]
    let spss: String
    let stata: String
    var description: String { spss }

    init(_ numbers: [Double], _ spss: String, _ stata: String) {
      (self.numbers, self.spss, self.stata) = (numbers, spss, stata)
    }
  }

  static let digits: [Digits] = [
    Digits([1, 2, 5], "F1.0", "%8.0f"), Digits([1, 97], "F2.0", "%8.0f"),
    Digits([-1, 5], "F2.0", "%8.0f"), Digits([58_701_000_001], "F11.0", "%11.0f"),
    Digits([0.25, 1234.5], "F7.2", "%8.2f"), Digits([0.1, 0.1 + 0.2], "F3.1", "%8.1f"),
    Digits([1.0 / 3, 12], "F9.6", "%9.6f"), Digits([.nan], "F1.0", "%8.0f"),
    Digits([1e300], "F19.0", "%19.0f"), Digits([0.0000000001], "F12.10", "%12.10f"),
  ]

  @Test(arguments: digits)
  func `a format shows every digit`(_ digits: Digits) {
    let variable = StatisticalVariable(name: "a", values: .numbers(digits.numbers))
    #expect(variable.formatByDigits(in: .sav) == digits.spss)
    #expect(variable.formatByDigits(in: .dta) == digits.stata)
  }

  @Test(arguments: [
    ([1.0, 1, 1], "F8.2"), ([0.5, 1.125], "F8.3"), (Array(repeating: 2500, count: 60), "F9.2"),
    ([.nan], "F8.2"), ([1e9, 2e9], "F13.2"),
  ])
  func `a weight's format holds the sum of all`(_ weights: [Double], format: String) {
    let variable = StatisticalVariable(name: "w", values: .numbers(weights))
    #expect(variable.formatByDigits(in: .sav, isWeight: true) == format)
  }

  /// Stata labels whole numbers that it can hold as `long`; ReadStat would label their neighbours.
  @Test(arguments: [
    ([1, 1.5, 2, 2.5], [1.0, 2]), ([1, -2_147_483_649, 4_294_967_297], [1]),
    ([2_147_483_620, 2_147_483_621], [2_147_483_620]),
    (
      [-2_147_483_647, -2_147_483_648],
      [-2_147_483_647]
    ), ([0, 1], [0, 1]), ([0.1], []),
  ])
  func `numbers that Stata cannot label have no label, and that is told`(
    _ codes: [Double], labelled: [Double]
  ) throws {
    let variable = StatisticalVariable(
      name: "a", valueLabels: codes.map { .init(.number($0), "label \($0)") },
      values: .numbers(codes))
    for format in [StatisticalFile.Format.dta, .sav] {
      let file = StatisticalFile(format: format, variables: [variable], caseCount: codes.count)
      let (bytes, told) = try file.written(to: "a")
      let read = try StatisticalFile.reading(FileContents(file: "a", bytes: bytes)).file
      let expected = format == .dta ? labelled : codes
      #expect(
        read.variables[0].valueLabels == expected.map { .init(.number($0), "label \($0)") })
      #expect(told.map(\.code) == (expected == codes ? [] : ["value-label-left-out"]))
      guard case .numbers(let numbers) = read.variables[0].values else { continue }
      #expect(numbers == codes)
    }
  }

  @Test func `labels and missing codes count among a format's numbers`() {
    let variable = StatisticalVariable(
      name: "a", valueLabels: [.init(.number(10), "ten")], missing: [.range(996, 999)],
      values: .numbers([1, 2]))
    #expect(variable.formatByDigits(in: .sav) == "F3.0")
    #expect(StatisticalVariable(name: "a", values: .texts([])).formatByDigits(in: .sav) == "")
  }

  /// ReadStat keeps no copies of missing texts: they have to outlive the call that names them.
  @Test(arguments: 0..<20)
  func `missing texts come back as they were`(seed: Int) throws {
    let texts = ["-", "99", "н/о", "нет", "отказ".prefix(4).description, "absent", "dk-dk-dk"]
    let variables = (0..<8).map { place in
      // Wider than eight bytes and narrower, with one to three of them.
      let own = (0..<1 + (seed + place) % 3).map { texts[(seed + place * 3 + $0) % texts.count] }
      return StatisticalVariable(
        name: "v\(place)", missing: own.map { .value(.text($0)) },
        values: .texts(own + [place % 2 == 0 ? "an open answer of many words" : "a"]))
    }
    let count = 2 + seed % 3
    let filled = variables.map { variable in
      guard case .texts(let texts) = variable.values else { return variable }
      var variable = variable
      variable.values = .texts((0..<count).map { texts.indices.contains($0) ? texts[$0] : "b" })
      return variable
    }
    for format in [StatisticalFile.Format.sav, .zsav] {
      let file = StatisticalFile(format: format, variables: filled, caseCount: count)
      let bytes = try file.written(to: "a").bytes
      let read = try StatisticalFile.reading(FileContents(file: "a", bytes: bytes)).file
      #expect(read.variables.map(\.missing) == filled.map(\.missing))
    }
  }

  @Test(arguments: [
    ("short", TextLimit.bytes(5), "short"), ("два слова", .bytes(14), "два…"),
    ("два слова", .characters(9), "два слова"), ("два слова", .characters(8), "два…"),
    ("раз, два", .characters(6), "раз…"), ("одно-единственное", .characters(5), "одно…"),
    ("длинноеслово", .characters(4), "дли…"), ("a b", .bytes(2), "…"),
  ])
  func `a text is cut at a word`(_ text: String, limit: TextLimit, cut: String) {
    let result = text.cutAtWord(limit)
    #expect(result == cut)
    #expect(!limit.isExceeded(by: result) || text == "a b")
  }

  @Test(arguments: [
    ("%tcHH:MM:SS", StatisticalDateFormat.stataTime), ("%tc", .stataDateTime),
    ("%tcHH:MM", .stataTime), ("%tchh:MM_AM", .stataTime),
    ("%tcDDmonCCYY_HH:MM:SS", .stataDateTime),
    ("%tcCCYY-NN-DD", .stataDateTime), ("TIME8", .time),
  ])
  func `a time of the day is told from a moment`(_ format: String, kind: StatisticalDateFormat) {
    #expect(StatisticalDateFormat(format) == kind)
  }

  /// Names that begin alike, of letters of one to four bytes, with long texts beside numbers.
  @Test(arguments: 0..<200)
  func `short names are whole and each once`(seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let letters = ["a", "b1", "д", "Ё", "城", "𝒜", "_", "A", "Д", "ё", "B1"]
    var names: Set<String> = []
    var folded: Set<String> = []
    while names.count < 12 {
      let name =
        ["v", "V", "д", "Д"][next(4)]
        + (0..<next(9)).map { _ in letters[next(letters.count)] }.joined() + "z\(next(9))"
      // Two whole names of a file differ beyond capitals.
      if folded.insert(name.lowercased()).inserted { names.insert(name) }
    }
    let variables = names.sorted().map { name in
      StatisticalVariable(
        name: name, label: name,
        values: next(3) == 0
          ? .texts(["", String(repeating: "long ", count: 200)]) : .numbers([1, .nan]))
    }
    for format in [StatisticalFile.Format.sav, .zsav] {
      let file = StatisticalFile(format: format, variables: variables, caseCount: 2)
      let bytes = try file.written(to: "a").bytes
      let read = try StatisticalFile.reading(FileContents(file: "a", bytes: bytes)).file
      #expect(read.variables.map(\.name) == variables.map(\.name))
      let short = try #require(ShortNames(of: bytes))
      let inFile = short.places.map { place in
        String(decoding: bytes[place..<place + 8], as: UTF8.self).lowercased()
      }
      #expect(Set(inFile).count == inFile.count, "\(inFile)")
      var mended = bytes
      short.mend(&mended)
      #expect(mended == bytes)
    }
  }
}
