import SurveyModel

/// Diagnostics of cells, bounded: the first of a kind in a column are listed, the others counted.
struct DiagnosticLog {
  /// How many of one kind in one column are listed.
  static let limit = 20

  private struct Kind: Hashable {
    var code: String
    var subject: String
  }

  private struct Overflow {
    var diagnostic: Diagnostic
    var subject: String
    var count: Int
  }

  private(set) var listed: [Diagnostic] = []
  private var counts: [Kind: Int] = [:]
  private var overflows: [Overflow] = []
  private var overflowPlaces: [Kind: Int] = [:]

  mutating func append(_ diagnostic: Diagnostic) { listed.append(diagnostic) }

  /// Adds a diagnostic on a cell, unless enough of its kind are listed.
  ///
  /// - Parameters:
  ///   - subject: The question or column.
  ///   - location: The place, worked out only where it is needed.
  mutating func append(
    _ severity: Diagnostic.Severity, _ fault: CellFault, of subject: String,
    at location: () -> SourceLocation
  ) {
    let kind = Kind(code: fault.code, subject: subject)
    let count = counts[kind, default: 0]
    counts[kind] = count + 1
    if count < Self.limit {
      listed.append(
        Diagnostic(severity, fault.code, fault.message, fix: fault.fix, at: location()))
    } else if let place = overflowPlaces[kind] {
      overflows[place].count += 1
    } else {
      overflowPlaces[kind] = overflows.count
      let first = Diagnostic(severity, fault.code, "", at: location())
      overflows.append(Overflow(diagnostic: first, subject: subject, count: 1))
    }
  }

  /// All diagnostics by place, those that count the rest last.
  var diagnostics: [Diagnostic] {
    let rest = overflows.map { overflow in
      var diagnostic = overflow.diagnostic
      diagnostic.message = "\(overflow.count) more of this kind in \(overflow.subject) from here on"
      return diagnostic
    }
    let sorted = listed.enumerated().sorted {
      ($0.element.location, $0.offset) < ($1.element.location, $1.offset)
    }
    return sorted.map(\.element) + rest
  }
}
