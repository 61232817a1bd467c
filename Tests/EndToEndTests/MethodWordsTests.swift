import Foundation
import Testing

/// The method section tells what was done in a study, and nothing that was not.
struct MethodWordsTests {
  private struct Words {
    var method: String
    var survey: String
    var comparison: String
  }

  private func words(of study: SmallStudy, in language: String = "ru") throws -> Words {
    let outcome = try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let reports = try FolderContents(study.output)
    let city = Page(path: "", html: reports.text("w1/alpha.\(language).html"))
    return Words(
      method: Page.words(of: city.section("method")),
      survey: Page.words(of: city.section("survey")),
      comparison: Page(path: "", html: reports.text("comparison.\(language).html")).words)
  }

  /// Without strata, points, weights and margins, and drawn by chance.
  private func plain(_ study: SmallStudy) throws {
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    try study.edit("sources.csv") { lines in
      lines = lines.map {
        $0.replacing(",stratum,cluster", with: "").replacing(",district,point", with: "")
      }
    }
    try study.edit("waves.csv") { $0[1] = $0[1].replacing(",quota,", with: ",probability,") }
  }

  @Test func `nothing is said of strata, points, raking or a bootstrap where there are none`()
    throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    try plain(study)
    let russian = try words(of: study)
    for text in [russian.method, russian.survey] {
      for word in ["внутри страт", "точкам опроса", "бутстреп", "выравнивание весов", "рейкинг"] {
        #expect(!text.contains(word), "\(word): \(text)")
      }
    }
    #expect(russian.method.contains("Средние и доли не взвешены"))
    #expect(russian.method.contains("линеаризацией Тейлора по интервью"))
    #expect(russian.survey.contains("в предположении, что интервью отобраны независимо"))
    #expect(!russian.comparison.contains("Метод — MLR с учётом"))
    let english = try words(of: study, in: "en")
    for word in ["within strata", "sampling points", "bootstrap", "raking", "raked"] {
      #expect(!english.method.contains(word), "\(word): \(english.method)")
    }
  }

  @Test func `a quota sample raked to margins has a bootstrap, and its section says so`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let russian = try words(of: study)
    #expect(russian.method.contains("Средние и доли взвешены"))
    #expect(
      russian.method.contains(
        "получены бутстрепом: 500 повторных выборок точек опроса, веса каждой выравнены заново"))
    #expect(!russian.method.contains("линеаризацией Тейлора"))
    #expect(russian.comparison.contains("MLR с учётом страт, точек опроса и весов"))
  }

  @Test func `a probability sample names what its design has`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("waves.csv") { $0[1] = $0[1].replacing(",quota,", with: ",probability,") }
    let russian = try words(of: study)
    #expect(
      russian.method.contains(
        "линеаризацией Тейлора по точкам опроса внутри страт, с поправкой на выравнивание весов"))
    #expect(russian.survey.contains("с учётом страт, точек опроса и весов"))
    #expect(russian.method.contains("Различия и изменения проверены"))
  }

  @Test func `one city in one wave has no sentence on tests`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("sources.csv") { $0.remove(at: 2) }
    try study.edit("cities.csv") { $0.remove(at: 2) }
    try study.edit("margins.csv") { lines in lines.removeAll { $0.hasPrefix("beta") } }
    try FileManager.default.removeItem(at: study.url("responses/beta.csv"))
    let russian = try words(of: study)
    #expect(!russian.method.contains("Различия и изменения проверены"))
    #expect(russian.method.contains("Баллы — проценты от возможного размаха"))
  }
}
