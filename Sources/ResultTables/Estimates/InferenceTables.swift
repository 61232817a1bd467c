import Estimation
import Reporting
import SurveyModel
import TextFormats

/// What the errors of a wave's samples rest on.
package struct InferenceBasis: Sendable {
  private let modelBasedWaves: Set<String>

  package init(waves: [Wave]) {
    modelBasedWaves = Set(waves.filter { !$0.sample.isProbability }.map(\.name))
  }

  static let column = ResultTable.Column.text("inference")

  /// - Parameter wave: Blank for several waves together, which rest on a model where one of them does.
  func field(wave: String) -> DelimitedText.Field {
    let isModelBased = wave.isEmpty ? !modelBasedWaves.isEmpty : modelBasedWaves.contains(wave)
    return .text(isModelBased ? "model-based" : "design-based")
  }
}

/// Results with p values: short ones and no empty column for a reader, exact ones beside what the
/// errors rest on for a program.
protocol InferenceTables: PrintedResult {
  /// What imputation adds to each row; nil where nothing was imputed.
  var imputations: [ImputationSpread?] { get }
  /// - Parameters:
  ///   - hasBasis: Whether the last column is ``InferenceBasis/column``.
  ///   - pValue: How a p value is written.
  func table(hasBasis: Bool, pValue: (Double?) -> DelimitedText.Field) -> ResultTable
}

extension InferenceTables {
  package var text: String {
    table(hasBasis: false) { .short(pValue: $0) }.withoutEmptyColumns.text
      + ImputationColumns.note(imputations)
  }

  var imputations: [ImputationSpread?] { [] }

  private var isImputed: Bool { imputations.contains { $0 != nil } }

  func imputationColumns(isWhole: Bool) -> [ResultTable.Column] {
    isImputed ? isWhole ? ImputationColumns.columns : ImputationColumns.textColumns : []
  }

  func imputationFields(_ spread: ImputationSpread?, isWhole: Bool) -> [DelimitedText.Field] {
    guard isImputed else { return [] }
    return isWhole ? ImputationColumns.fields(spread) : ImputationColumns.textFields(spread)
  }

  package var table: ResultTable { table(hasBasis: true) { DelimitedText.Field($0) } }
}
