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
  /// - Parameters:
  ///   - hasBasis: Whether the last column is ``InferenceBasis/column``.
  ///   - pValue: How a p value is written.
  func table(hasBasis: Bool, pValue: (Double?) -> DelimitedText.Field) -> ResultTable
}

extension InferenceTables {
  package var text: String {
    table(hasBasis: false) { .short(pValue: $0) }.withoutEmptyColumns.text
  }

  package var table: ResultTable { table(hasBasis: true) { DelimitedText.Field($0) } }
}
