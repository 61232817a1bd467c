import SurveyModel
import Testing

@testable import StudyFolder

struct SourceSheetTests {
  @Test func `a source names its wave, its city's column and the columns of its design`() throws {
    let marked = try MarkedSheet(
      """
      wave,city-column,file,questionnaire,weight,stratum,decimal,header-rows
      w1,town,responses/a.csv,v1,w,,",",2
      """, name: "sources")
    let (sources, diagnostics) = Source.read(marked.sheet)
    #expect(diagnostics.isEmpty)
    let source = try #require(sources.first)
    #expect(source.wave == .fixed("w1"))
    #expect(source.city == .column("town"))
    #expect(source.columns == [.weight: "w"])
    #expect(source.form == [.decimalMark: ",", .headerRows: "2"])
  }

  @Test(arguments: [
    ("wave,city,file,questionnaire\n👉w1,,f.csv,v1\n", "value-missing"),
    ("wave,city,city-column,file,questionnaire\nw1,👉a,c,f.csv,v1\n", "value-ambiguous"),
    ("wave,city,file,questionnaire\nw1,a,👉,v1\n", "value-missing"),
    ("👉wave,city,questionnaire\nw1,a,v1\n", "column-missing"),
  ])
  func `a faulty source is named with its place`(text: String, code: String) throws {
    let marked = try MarkedSheet(text, name: "sources")
    marked.expect(code, in: Source.read(marked.sheet).1)
  }
}
