import SurveyModel

/// How many people share what may be known of each: the study's groups, city and stratum.
///
/// > L. Sweeney (2002). k-anonymity: a model for protecting privacy. *IJUFKS* 10(5), §3.
struct Anonymity {
  /// Fewest that should share a combination.
  static let minimum = 5

  /// Names of the variables that may be known.
  let variables: [String]
  /// Interviews whose combination fewer than ``minimum`` have.
  let exposed: Int
  let count: Int
  private let study: String

  init(_ all: [ExportVariable], study: Study) {
    let known = Set(study.groupings.map(\.question) + ["city", "stratum"])
    let used = all.filter { known.contains($0.name) }
    variables = used.map(\.name)
    count = used.first?.count ?? 0
    self.study = study.settings.id
    var sizes: [[String]: Int] = [:]
    let keys = (0..<count).map { row in used.map { $0.csvText(row: row) } }
    for key in keys { sizes[key, default: 0] += 1 }
    exposed = sizes.values.filter { $0 < Self.minimum }.reduce(0, +)
  }

  var diagnostics: [Diagnostic] {
    guard exposed > 0 else { return [] }
    return [
      Diagnostic(
        .warning, "k-anonymity",
        "\(exposed) of \(count) people share \(variables.joined(separator: ", ")) with fewer than"
          + " \(Self.minimum - 1) others and could be recognised",
        fix: "leave out the finest of these with --without, or do not hand the file on",
        at: SourceLocation(file: study))
    ]
  }
}
