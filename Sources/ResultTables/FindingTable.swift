import Reporting
import SurveyModel
import TextFormats

/// Findings about a study, and how many of each severity there are.
package struct FindingTable: PrintedResult {
  /// Those that say the same of several rows of a file are one, with their number.
  package let findings: [Diagnostic]
  /// As a terminal shows them: those that differ in a name or a value only are one too.
  package let told: [Diagnostic]

  /// Counts findings.
  ///
  /// - Parameter isListed: Whether a finding stands for itself on a terminal too, however many are
  ///   like it.
  package init(
    _ findings: [Diagnostic], listing isListed: (Diagnostic) -> Bool = { _ in true }
  ) {
    self.findings = Self.counted(findings)
    var told: [Diagnostic] = []
    var rest = findings[...]
    while let first = rest.first {
      let run = rest.prefix { isListed($0) == isListed(first) }
      rest = rest.dropFirst(run.count)
      told += isListed(first) ? Self.counted(Array(run)) : FindingKinds(Array(run)).findings
    }
    self.told = told
  }

  static func counted(_ findings: [Diagnostic]) -> [Diagnostic] {
    var places: [Diagnostic: [SourceLocation]] = [:]
    var order: [Diagnostic] = []
    for finding in findings {
      var kind = finding
      kind.location = SourceLocation(
        file: finding.location.file, sheet: finding.location.sheet)
      if places[kind] == nil { order.append(kind) }
      places[kind, default: []].append(finding.location)
    }
    return order.map { kind in
      var finding = kind
      let own = places[kind] ?? []
      finding.location = own.first ?? kind.location
      if own.count > 1 { finding.message += "; so \(more(own.dropFirst()))" }
      return finding
    }
  }

  private static func more(_ places: ArraySlice<SourceLocation>) -> String {
    let lines = places.compactMap(\.line).reduce(into: [Int]()) {
      if $0.last != $1 { $0.append($1) }
    }
    let more = places.count == 1 ? "once more" : "\(places.count) times more"
    guard let last = lines.last else { return more }
    return lines.count > 4
      ? "\(more), the last in line \(last)"
      : "\(more), in \(lines.count == 1 ? "line" : "lines") "
        + lines.map { "\($0)" }.joined(separator: ", ")
  }

  package var text: String { told.map { "\($0)\n" }.joined() + summary }

  private var summary: String {
    let errors = told.count { $0.severity == .error }
    let warnings = told.count { $0.severity == .warning }
    let notes = told.count { $0.severity == .note }
    return "\(errors) \(plural(errors, "error", "errors")), "
      + "\(warnings) \(plural(warnings, "warning", "warnings")), "
      + "\(notes) \(plural(notes, "note", "notes"))\n"
  }

  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("place"), .text("severity"), .text("code"), .text("message"), .text("fix"),
      ], isSynthetic: false)
    table.rows = findings.map { finding in
      let remedy = finding.fix.map { ([$0] + finding.rows).joined(separator: "\n") }
      return [
        .text(finding.location.description), .text(finding.severity.rawValue),
        .text(finding.code), .text(finding.message), DelimitedText.Field(remedy),
      ]
    }
    return table
  }
}
