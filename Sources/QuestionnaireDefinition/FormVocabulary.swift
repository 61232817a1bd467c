import SurveyModel
import TabularFiles

/// The names that a sheet's columns may have.
struct FormVocabulary {
  let names: Set<String>
  /// Those that hold texts in languages.
  let translated: Set<String>
  /// Other names of the same columns.
  let aliases: [String: String]

  static let survey = FormVocabulary(
    names: [
      "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant",
      "constraint", "constraint_message", "calculation", "choice_filter", "default", "appearance",
      "parameters", "read_only", "repeat_count", "image", "big-image", "audio", "video", "trigger",
      "disabled", "autoplay", "rows", "measure", "sensitive", "save_to", "noapperrorstring",
      "buttontext",
      "intent", "note", "comment", "comments", "preload", "$given_name", "query",
      "accuracythreshold",
    ],
    translated: [
      "label", "hint", "guidance_hint", "constraint_message", "required_message", "image",
      "big-image", "audio", "video",
    ],
    aliases: [
      "caption": "label", "command": "type", "tag": "name", "value": "name",
      "relevance": "relevant", "calculate": "calculation", "count": "repeat_count",
      "jr:count": "repeat_count", "constraining_message": "constraint_message",
      "jr:constraintmsg": "constraint_message", "requiredmsg": "required_message",
      "jr:requiredmsg": "required_message", "readonly": "read_only",
      "jr:noapperrorstring": "noapperrorstring",
    ])

  static let choices = FormVocabulary(
    names: [
      "list_name", "name", "label", "missing", "exclusive", "data_value", "image", "big-image",
      "audio", "video",
      "filter", "order", "geometry", "media",
    ],
    translated: ["label", "image", "big-image", "audio", "video"],
    aliases: ["caption": "label", "value": "name"])

  static let settings = FormVocabulary(
    names: [
      "form_title", "form_id", "version", "default_language", "allow_choice_duplicates", "style",
      "instance_name", "public_key", "submission_url", "name", "sms_keyword", "instance_xmlns",
      "auto_send", "auto_delete", "clean_text_values", "namespaces", "add_none_option",
      "omit_instanceid", "flat", "xml_root",
    ],
    translated: ["form_title"],
    aliases: ["title": "form_title", "id_string": "form_id"])

  /// In small letters, with underscores for spaces.
  static func simplified(_ name: String) -> String {
    name.split(whereSeparator: \.isWhitespace).joined(separator: "_").lowercased()
  }

  /// An error for each column that is unknown and one or two letters off a known one.
  func misspellings(in columns: [ColumnName], _ header: [Sheet.Cell]) -> [Diagnostic] {
    let present = Set(columns.map(\.name))
    return zip(columns, header).compactMap { column, cell in
      guard !column.isKnown, column.name.count > 4,
        let meant = Spelling.nearest(to: column.name, among: names.subtracting(present))
      else { return nil }
      return Diagnostic(
        .error, "unknown-column",
        "'\(cell.text)' is no column of a form's sheet; did you mean '\(meant)'?",
        fix: "write '\(meant)', or give the column a name that is not like it", at: cell.location)
    }
  }
}
