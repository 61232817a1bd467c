import Foundation

extension SmallStudy {
  /// A study of one city with no other questions than a test names, in one wave or several.
  ///
  /// - Parameters:
  ///   - survey: Rows of `type,name,label::en` and what else the header says.
  ///   - choices: Rows of `list_name,name,label::en,missing`.
  ///   - answers: The field file, its header first; the column `id` is the identifier.
  static func bare(
    survey: String, choices: String = "", answers: [String],
    surveyHeader: String = "type,name,label::en", sources: String = "", roles: String = ""
  ) throws -> SmallStudy {
    let study = try SmallStudy()
    for (sheet, text) in [
      ("groups.csv", "group,category,label::ru,label::en,question,choices,from,to\n"),
      ("factors.csv", "factor,label::ru,label::en,layer,kind,facet,question,keying,scoring\n"),
      ("margins.csv", "city,wave,group,category,population,source,date\n"),
      (
        "study.csv",
        "key,value\nid,bare\ntitle::en,Bare study\nlanguages,en\npartial-minimum,0\n"
          + "complete-minimum,0\n"
      ), ("cities.csv", "city,code,label::en\nalpha,1,Alpha\n"),
      ("waves.csv", "wave,label::en,sample\nw1,First,probability\n"),
      ("sources.csv", "wave,city,file,questionnaire,identifier\(roles)\n"),
    ] { try study.write(text, to: sheet) }
    for city in ["alpha", "beta"] {
      try FileManager.default.removeItem(at: study.url("responses/\(city).csv"))
    }
    try study.addWave(
      "w1", survey: survey, choices: choices, answers: answers, surveyHeader: surveyHeader,
      sources: sources)
    return study
  }

  /// Adds a wave with a questionnaire of its own; the sheet of waves is the caller's.
  func addWave(
    _ wave: String, survey: String, choices: String = "", answers: [String],
    surveyHeader: String = "type,name,label::en", sources: String = ""
  ) throws {
    let form = "questionnaires/v-\(wave)"
    try write("\(surveyHeader)\n\(survey)\n", to: "\(form)/survey.csv")
    try write("list_name,name,label::en,missing\n\(choices)\n", to: "\(form)/choices.csv")
    try write("form_title,form_id,version\nBare,bare,\(wave)\n", to: "\(form)/settings.csv")
    try write(answers.joined(separator: "\n") + "\n", to: "responses/\(wave).csv")
    try write(
      text(of: "sources.csv") + "\(wave),alpha,responses/\(wave).csv,v-\(wave),id\(sources)\n",
      to: "sources.csv")
  }

  /// What an export leaves: the files, and what was said; the status is 0.
  func exported(
    _ name: String, _ options: String...
  ) throws -> (files: FolderContents, errors: String) {
    let outcome = try BuiltCommand.run(
      ["export", folder.path, "--to", output.appending(path: name).path, "--replace"] + options)
    guard outcome.status == 0 else { throw BareStudyFailure(description: outcome.errors) }
    return (try FolderContents(output), outcome.errors)
  }

  /// The cells of a column of an exported data set or CSV, as `loci read` shows them.
  func readBack(_ name: String, column: String) throws -> [String] {
    let outcome = try BuiltCommand.run([
      "read", output.appending(path: name).path, "--format", "csv", "--only", column,
    ])
    guard outcome.status == 0 else { throw BareStudyFailure(description: outcome.errors) }
    return CSVRows.records(outcome.output).map { $0[column] ?? "-" }
  }
}

struct BareStudyFailure: Error, CustomStringConvertible { let description: String }
