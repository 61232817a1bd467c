import SurveyModel
import Testing

@testable import StudyFolder

struct SettingsSheetTests {
  @Test func `settings are read with their defaults`() throws {
    let marked = try MarkedSheet(
      """
      key,value
      id,pilot-2025
      title::ru,Пилот
      title::English (en),Pilot
      languages,ru;en
      synthetic,yes
      seed,20251022
      minimum-cell,10
      equivalence-zone,"2,5"
      report-groups,sex;age
      csv-style,excel-ru
      lonely-clusters,average
      """, name: "study")
    let (settings, diagnostics) = StudySettings.read(marked.sheet)
    #expect(diagnostics.isEmpty)
    var expected = StudySettings(
      id: "pilot-2025", title: Label(["ru": "Пилот", "en": "Pilot"]), isSynthetic: true,
      seed: 20_251_022, minimumCell: 10, equivalenceZone: 2.5, reportGroups: ["sex", "age"],
      csvStyle: .excelRussian)
    expected.lonelyClusters = .average
    #expect(settings == expected)
  }

  @Test(arguments: [
    ("key,value\nid,a\nsynthetic,👉maybe\n", "value-unknown"),
    ("key,value\nid,a\n👉minimum-bas,300\n", "unknown-key"),
    ("key,value\nid,a\n👉Minimum Base,300\n", "unknown-key"),
    ("key,value\nid,a\n👉title_ru,x\n", "unknown-key"),
    ("key,value\nid,a\n👉our-own,1\nour-other,2\n", "unknown-key"),
    ("key,value\nid,a\nseed,👉-1\n", "value-out-of-range"),
    ("key,value\nid,a\nminimum-cell,👉five\n", "not-a-number"),
    ("key,value\nid,a\nminimum-base,👉2.5\n", "value-out-of-range"),
    ("key,value\nid,a\nid,a\n", "duplicate-key"),
    ("key,value\nid,a\nlonely-clusters,👉merge\n", "value-unknown"),
    ("👉key,value\ntitle::ru,x\n", "value-missing"),
    ("👉key,wert\nid,a\n", "column-missing"),
  ])
  func `a faulty setting is named with its place`(text: String, code: String) throws {
    let isMarked = text.contains("👉")
    let marked = try MarkedSheet(text, name: "study")
    let (_, diagnostics) = StudySettings.read(marked.sheet)
    if isMarked {
      marked.expect(code, in: diagnostics)
    } else {
      #expect(diagnostics.map(\.code) == [code])
    }
    #expect(diagnostics.allSatisfy { $0.fix != nil })
  }

  @Test(arguments: [
    ("minimum-bas", Diagnostic.Severity.error), ("title::tt", nil), ("title::Русский (ru)", nil),
    ("titel::ru", .error), ("contractor", .warning), ("language", .error), ("zone", .warning),
  ])
  func `a key like a known one is an error, another a warning`(
    key: String, severity: Diagnostic.Severity?
  ) throws {
    let marked = try MarkedSheet("key,value\nid,a\n\(key),1\n", name: "study")
    #expect(StudySettings.read(marked.sheet).1.map(\.severity) == [severity].compactMap(\.self))
  }

  @Test func `an identifier that cannot name a folder is refused`() throws {
    let marked = try MarkedSheet("key,value\nid,👉../up\n", name: "study")
    let (settings, diagnostics) = StudySettings.read(marked.sheet)
    #expect(settings == nil)
    #expect(diagnostics.first?.code == "bad-identifier")
    #expect(diagnostics.first?.location == marked.mark)
  }
}
