import Reporting
import SurveyModel
import TextFormats

/// Findings about a study, and how many of each severity there are.
package struct FindingTable: PrintedResult {
  package var findings: [Diagnostic]

  package init(_ findings: [Diagnostic]) { self.findings = findings }

  package var text: String { findings.map { "\($0)\n" }.joined() + summary }

  private var summary: String {
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    let notes = findings.count { $0.severity == .note }
    return "\(errors) \(plural(errors, "error", "errors")), "
      + "\(warnings) \(plural(warnings, "warning", "warnings")), "
      + "\(notes) \(plural(notes, "note", "notes"))\n"
  }

  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("place"), .text("severity"), .text("code"), .text("message"), .text("fix"),
      ], isSynthetic: false)
    table.rows = findings.map {
      [
        .text($0.location.description), .text($0.severity.rawValue), .text($0.code),
        .text($0.message), DelimitedText.Field($0.fix),
      ]
    }
    return table
  }
}
