import SurveyModel
import Testing

@testable import LavaanSyntax

@Suite("Models of factors")
struct FactorModelsTests {
  private func factor(_ name: String, items: [String], model: String?) -> Factor {
    let sheet = SurveyModel.SourceLocation(file: "factors.csv", line: 2, column: 9)
    let file = SurveyModel.SourceLocation(file: "models/\(name).lav", line: 1, column: 1)
    return Factor(
      name: name, label: Label(), layer: .place,
      items: items.map { Factor.Item(question: $0, at: sheet) },
      model: model.map { Factor.Model($0, at: file) })
  }

  @Test func `the text of each factor that has one is read, with its mistakes and their places`() {
    let models = FactorModels(of: [
      factor("SOC", items: ["SOC1", "SOC2", "SOC3"], model: "soc =~ SOC1 + SOC2 + SOC3"),
      factor("OPN", items: ["OPN1"], model: nil),
      factor("DIV", items: ["DIV1", "DIV2"], model: "div =~ DIV1 +\n  DIV2 + DIV3"),
      factor("INN", items: ["INN1"], model: "inn =~ =~ INN1"),
    ])
    #expect(models["SOC"]?.syntax.observed == ["SOC1", "SOC2", "SOC3"])
    #expect(models["SOC"]?.findings.isEmpty == true)
    #expect(models["OPN"] == nil && models["no such factor"] == nil)
    #expect(models["DIV"]?.findings.isEmpty == true)
    #expect(models["INN"]?.findings.hasErrors == true)
    #expect(models.findings.map(\.location.file) == ["models/DIV.lav", "models/INN.lav"])
    #expect(models.findings.first?.code == "unknown-item")
    #expect(models.findings.first?.location.line == 2)
  }

  @Test func `a model is the same however often it is asked for`() {
    let own = factor("SOC", items: ["SOC1"], model: "soc =~ SOC1")
    let models = FactorModels(of: [own])
    #expect(models["SOC"] == own.model.map(ModelReading.init))
  }
}
