import Testing

@testable import FactorAnalysis
@testable import MeasurementInvariance
@testable import StructuralModels

@Suite("What models of the same items share")
struct ModelBasisTests {
  private let items = ["x1", "x2", "x3"]

  private func table(_ level: InvarianceLevel, _ groups: [String]) -> ParameterTable {
    LadderTable(model: MeasurementModel("visual", items: items), groups: groups).table(level)
  }

  @Test
  func `one reading of the rows serves all levels, and each fit is what it is alone`() throws {
    let data = try InvarianceReference.shared.get().holzinger.answers()
    let groups = data.groups.map(\.name)
    let basis = try ModelBasis(table(.configural, groups), data, .mlr, .listwise)
    var last: ConfirmatoryFit?
    for level in [InvarianceLevel.configural, .metric, .scalar, .strict] {
      let model = table(level, groups)
      let start = last.flatMap { $0.start(for: model) }
      let shared = try basis.fit(model, from: start)
      let alone = try ConfirmatoryFit(model, data, estimator: .mlr)
      #expect(abs(shared.test.chisq - alone.test.chisq) < 1e-7)
      #expect(shared.test.df == alone.test.df)
      #expect(shared.baseline == alone.baseline)
      for (one, other) in zip(shared.estimates, alone.estimates) {
        #expect(abs(one - other) < 1e-6)
      }
      last = shared
    }
  }

  @Test
  func `estimates of another sign in some group are no start for a common loading`() throws {
    let data = try InvarianceReference.shared.get().holzinger.answers()
    let groups = data.groups.map(\.name)
    var turned = data
    let first = turned.groups[0].answers
    turned.groups[0].answers = try ItemAnswers(
      names: first.names,
      columns: zip(first.names, first.columns).map { name, column in
        name == "x2" ? column.map { -$0 } : column
      })
    let configural = try ConfirmatoryFit(table(.configural, groups), turned, estimator: .ml)
    #expect(configural.start(for: table(.metric, groups)) == nil)
    #expect(configural.start(for: table(.configural, groups)) == configural.estimates)
  }
}
