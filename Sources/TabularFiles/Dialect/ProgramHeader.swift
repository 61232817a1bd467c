/// What tells that a program writes further rows of the header, which come as records: their texts are
/// of questions and choices, and no names.
package enum ProgramHeader {
  /// Whether a field is one of Qualtrics' third row: `{"ImportId":"QID1"}`.
  package static func isImportIdentifier(_ field: String) -> Bool {
    field.contains("\"ImportId\"")
  }

  /// Whether a row names the columns of an export of Qualtrics.
  package static func isQualtrics(_ names: [String]) -> Bool {
    let known = Set(names.map { $0.lowercased() })
    return known.contains("responseid") && known.contains(recordedDate)
  }

  /// The column of Qualtrics that holds a time in every record.
  package static let recordedDate = "recordeddate"

  /// The column of SurveyMonkey that names the respondent; it is blank in the second row.
  package static func isRespondentIdentifier(_ name: String) -> Bool {
    name.lowercased().filter { $0 != " " } == "respondentid"
  }

  /// Whether a row names the columns of an export of SurveyMonkey.
  package static func isSurveyMonkey(_ names: [String]) -> Bool {
    names.contains(where: isRespondentIdentifier)
      && names.contains { $0.lowercased().filter { $0 != " " } == "collectorid" }
  }
}
