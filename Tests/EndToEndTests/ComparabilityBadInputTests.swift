import Foundation
import Testing

/// Items that a city or a wave says nothing of: the words, and that everything else goes on.
struct ComparabilityBadInputTests {
  /// A small study with SOC04 and SOC05 beside the three items of SOC, spoilt.
  private func run(
    _ command: [String], _ spoil: (SmallStudy) throws -> Void
  ) throws -> BuiltCommand.Outcome {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("factors.csv") { lines in
      for index in lines.indices { lines[index] = lines[index].replacing(",A,", with: ",,") }
      for index in lines.indices { lines[index] = lines[index].replacing(",C,", with: ",,") }
    }
    try spoil(study)
    return try BuiltCommand.run([command[0], study.folder.path] + command.dropFirst())
  }

  @Test func `means are compared without an item that one city answered alike`() throws {
    let study = try SmallStudy(copyOf: ModelStudy.folder)
    defer { study.remove() }
    try study.fill("IDN02", in: "responses/w1-petrozavodsk.csv") { _ in "3" }
    let factors = try BuiltCommand.run([
      "factors", study.folder.path, "--factor", "IDN", "--format", "json",
    ])
    // That city's reliability cannot be worked out.
    #expect(factors.status == 65 && factors.errors.contains("not made: the reliability of IDN"))
    let ladders = try #require(try JSON(factors.output).array.first)["invariance"].array
    #expect(ladders[0]["verdict"].string == "means-with-freed-items")
    #expect(
      ladders[0]["words"]["ru"].string == "средние можно сравнивать только без вопроса IDN02")
    #expect(ladders[1]["verdict"].string == "means")
    let compared = try BuiltCommand.run(["compare", study.folder.path, "w1", "w2"])
    #expect(compared.status == 0 && compared.output.contains("† IDN: scored without IDN02"))
  }

  @Test func `an item nobody answered in one wave is in no comparison of waves`() throws {
    let study = try SmallStudy(copyOf: ModelStudy.folder)
    defer { study.remove() }
    try study.blank("IDN02", in: "responses/w2-petrozavodsk.csv")
    let output = study.output
    let report = try BuiltCommand.run([
      "report", study.folder.path, "--output", output.path,
    ])
    #expect(report.status == 0)
    func words(_ page: String) throws -> String {
      let html = try String(contentsOf: output.appending(path: page), encoding: .utf8)
      return Page(path: page, html: html).words
    }
    let russian = try words("waves.petrozavodsk.ru.html")
    #expect(
      russian.contains(
        "† «Городская идентичность»: баллы рассчитаны без вопроса IDN02: не во всех волнах на него "
          + "получены разные ответы, и проверить его нельзя."))
    #expect(russian.contains("IDN02 не задавали или на него никто не ответил (w2)"))
    #expect(
      try words("waves.petrozavodsk.en.html").contains(
        "† “Local identity”: scored without IDN02: not in every wave do answers to it differ"))
    #expect(
      try words("w2/petrozavodsk.ru.html").contains(
        "надёжность шкалы не рассчитана (на вопрос IDN02 никто не ответил)"))
  }

  @Test func `both languages say why an item is left out`() throws {
    let outcome = try run(["factors", "--factor", "INN"]) {
      try $0.fill("INC1", in: "responses/alpha.csv") { _ in "3" }
    }
    #expect(outcome.status == 65 && outcome.errors.contains("not made: "))
    #expect(outcome.output.contains("remark: everybody in alpha gave INC1 the same answer"))
    #expect(outcome.output.contains("замечание: на INC1 все ответили одинаково (alpha)"))
  }

  @Test func `a city with fewer interviews than parameters is named, and the rest goes on`() throws
  {
    let outcome = try run(["factors"]) { study in
      try study.edit("responses/alpha.csv") { $0 = Array($0[..<10]) + [""] }
    }
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("alpha has 9 complete interviews, "))
    #expect(outcome.output.contains("alpha: полных интервью 9, нужно не меньше "))
    #expect(outcome.output.contains("verdict: not tested: 1 of the groups have answers enough"))
    #expect(outcome.output.contains("INN: cities, wave w1"))
  }

  @Test func `a factor with one item is told so, and the other one is tested`() throws {
    let outcome = try run(["factors"]) { study in
      try study.edit("factors.csv") { lines in
        lines.removeAll { $0.contains(",SOC02,") || $0.contains(",SOC03,") }
      }
    }
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("there is one common item; three are needed"))
    #expect(
      outcome.output.contains("общих вопросов 1, а проверить можно шкалу не менее чем из трёх"))
    #expect(outcome.output.contains("INN: cities, wave w1"))
  }

  @Test func `an item in two factors is warned of, and both are analysed`() throws {
    let twice: (SmallStudy) throws -> Void = { study in
      try study.edit("factors.csv") { $0.insert("SOC,,,place,reflective,,INC1,+,mean", at: 4) }
    }
    let check = try run(["check"], twice)
    #expect(check.status == 0)
    #expect(
      check.output.contains("warning: 'INC1' is an item of 'SOC' and of 'INN'")
        && check.output.contains("[item-in-two-factors]"))
    let factors = try run(["factors"], twice)
    #expect(factors.status == 0)
    for name in ["SOC", "INN"] { #expect(factors.output.contains("\(name): cities, wave w1")) }
  }
}
