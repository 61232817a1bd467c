import SurveyModel

/// What is wrong with the numbers of imputations in `sources.csv`.
struct ImputationFindings {
  private(set) var diagnostics: [Diagnostic] = []

  init(_ sources: [Source]) {
    let completed = sources.filter(\.isCompleted)
    guard let first = sources.first(where: { $0.imputation != nil }) else { return }
    let numbers = Set(completed.compactMap(\.imputation))
    guard let most = numbers.max() else {
      note(
        .error, "imputation-missing",
        "there is a file as observed (imputation 0), and no imputed one",
        "add the rows of imputations 1, 2, …, or leave 'imputation' blank", first.location)
      return
    }
    if !sources.contains(where: { $0.imputation == 0 }) {
      note(
        .error, "observed-answers-missing",
        "there are imputed files, and none with the answers as observed: it would not be known how"
          + " many people answered",
        "add the file as observed, with 0 in 'imputation'", first.location)
    }
    if most == 1 {
      note(
        .error, "single-imputation",
        "there is one imputed file: how uncertain imputed answers are shows only in the differences"
          + " of several",
        "impute at least twice, better 20 times, each in a file of its own", first.location)
    }
    let lacking = most > 1 && most <= 10_000 ? (1...most).filter { !numbers.contains($0) } : []
    if !lacking.isEmpty {
      note(
        .error, "imputation-missing",
        "of imputations 1 to \(most) there \(lacking.count == 1 ? "is" : "are") no"
          + " \(lacking.prefix(5).map(String.init).joined(separator: ", "))"
          + (lacking.count > 5 ? " and \(lacking.count - 5) more" : ""),
        "number the imputed files from 1 on, without a gap", first.location)
    }
    for source in sources where source.imputation != nil && source.columns[.identifier] == nil {
      note(
        .error, "imputation-without-identifier",
        "'\(source.file)' is one of several files of the same people, and no column says who is who",
        "name the column in 'identifier'", source.location)
    }
  }

  private mutating func note(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ fix: String,
    _ place: SourceLocation
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: place))
  }
}
