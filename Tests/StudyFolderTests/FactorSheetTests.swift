import SurveyModel
import Testing

@testable import StudyFolder

struct FactorSheetTests {
  @Test func `the rows of a factor become its items and facets`() throws {
    let marked = try MarkedSheet(
      """
      factor,label::ru,by::ru,layer,kind,facet,facet-label::ru,question,keying,scoring
      INN,Потенциал,потенциала,outcome,reflective,A,отношение,INA1,+,mean
      INN,Потенциал,потенциала,outcome,reflective,A,отношение,INA2,−,mean
      INN,Потенциал,потенциала,outcome,formative,B,опыт,INB,,count
      """, name: "factors")
    let (factors, diagnostics) = Factor.read(marked.sheet)
    #expect(diagnostics.isEmpty)
    let factor = try #require(factors.first)
    #expect(factors.count == 1)
    #expect(factor.facets == ["A", "B"])
    #expect(factor.facetLabels["B"]?["ru"] == "опыт")
    #expect(factor.byCase["ru"] == "потенциала")
    #expect(factor.items.map(\.keying) == [.positive, .negative, .positive])
    #expect(factor.reflectiveItems.map(\.question) == ["INA1", "INA2"])
  }

  @Test(arguments: [
    ("factor,layer,question\nF,👉soil,Q1\n", "value-unknown"),
    ("factor,layer,question\nF,place,Q1\nF,👉time,Q2\n", "layer-differs"),
    ("factor,layer,question\nF,place,Q1\nF,place,👉Q1\n", "duplicate-item"),
    ("factor,layer,question,keying\nF,place,Q1,👉*\n", "value-unknown"),
    ("factor,layer,question,minimum,maximum\nF,place,Q1,👉5,1\n", "value-out-of-range"),
    ("factor,layer,question\nF,outcome,Q1\nG,outcome,👉Q2\n", "second-outcome"),
  ])
  func `a faulty item is named with its place`(text: String, code: String) throws {
    let marked = try MarkedSheet(text, name: "factors")
    marked.expect(code, in: Factor.read(marked.sheet).1)
  }
}
