import SurveyModel
import TabularFiles
import Testing

@testable import StudyFolder

/// Nothing that a sheet's header says is ignored in silence.
struct HeaderFindingsTests {
  @Test(arguments: [
    ("sources", "wave,city,file,questionnaire,👉wieght\n", "weight"),
    ("sources", "wave,city,file,questionnaire,👉Weight\n", "weight"),
    ("sources", "wave,city,file,questionnaire,👉population size\n", "population-size"),
    ("sources", "wave,city,file,questionnaire,👉ident\n", "identifier"),
    ("sources", "wave,city,file,questionnaire,👉stratum2\n", "stratum-2"),
    ("cities", "city,👉lable::ru\n", "label::ru"),
    ("cities", "city,👉label:ru\n", "label::ru"),
    ("cities", "city,👉label_en\n", "label::en"),
    ("cities", "city,👉Label::tt\n", "label::tt"),
    ("cities", "city,👉population::ru\n", "population"),
    ("cities", "city,👉рopulation\n", "population"),
    ("waves", "wave,👉smaple\n", "sample"),
    ("groups", "group,category,question,👉choises\n", "choices"),
    ("factors", "factor,layer,question,👉keyring\n", "keying"),
    ("margins", "city,wave,group,category,population,👉sorce\n", "source"),
    ("missing", "question,value,👉raeson\n", "reason"),
    ("fieldwork", "wave,city,disposition,count,👉cuont\n", "count"),
    ("texts", "section,language,text,👉autor\n", "author"),
  ])
  func `a column like a known one is an error that names it`(
    name: String, text: String, meant: String
  ) throws {
    let marked = try MarkedSheet(text, name: name)
    let sheet = try #require(StudySheet.all.first { $0.name == name })
    let findings = sheet.findings(in: marked.sheet)
    marked.expect("unknown-column", in: findings)
    #expect(findings.first?.severity == .error)
    #expect(findings.first?.message.contains("did you mean '\(meant)'?") == true, "\(findings)")
  }

  @Test(arguments: [
    ("cities", "city,👉note,comments\n"), ("sources", "file,questionnaire,👉notes\n"),
    ("waves", "wave,sample,👉Начало\n"), ("groups", "group,category,question,👉примечание\n"),
  ])
  func `other columns are one warning`(name: String, text: String) throws {
    let marked = try MarkedSheet(text, name: name)
    let sheet = try #require(StudySheet.all.first { $0.name == name })
    let findings = sheet.findings(in: marked.sheet)
    marked.expect("unknown-column", in: findings)
    #expect(findings.first?.severity == .warning)
  }

  @Test(arguments: [
    "city,label,label::ru,label::Русский язык (tt),in::krl,of::en,code,population\n",
    "city,label::zh-Hans\n",
  ])
  func `labels in any language are known`(text: String) throws {
    let sheet = try MarkedSheet(text, name: "cities").sheet
    #expect(StudySheet.cities.findings(in: sheet).isEmpty)
  }

  @Test func `two columns of one language are told`() throws {
    let marked = try MarkedSheet("city,label::ru,👉label::Русский (ru)\n", name: "cities")
    marked.expect("duplicate-column", in: StudySheet.cities.findings(in: marked.sheet))
  }

  @Test func `cells under a blank header are told`() throws {
    let marked = try MarkedSheet("city,,code\na,👉7,1\nb,8,2\n", name: "cities")
    let findings = StudySheet.cities.findings(in: marked.sheet)
    marked.expect("unnamed-column", in: findings)
    #expect(findings.first?.message.hasPrefix("2 cells") == true)
  }
}
