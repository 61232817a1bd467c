import QuestionnaireDefinition
import ResponseImport
import SurveyModel
import TabularFiles

/// A DDI-Codebook, as data archives have it.
///
/// > DDI Codebook 2.5, https://ddialliance.org/Specification/DDI-Codebook/2.5/
extension Codebook {
  /// - Returns: nil where it has no variables.
  /// - Throws: Where the XML is broken.
  init?(ddi bytes: [UInt8]) throws {
    let reader = DDIReader()
    let scanner = try XMLScanner(
      onStart: { reader.start($0, $1) }, onText: { reader.text += $0 },
      onEnd: { reader.end($0) })
    try bytes.withUnsafeBytes { try scanner.feed($0) }
    try scanner.finish()
    guard !reader.codebook.isEmpty else { return nil }
    self = reader.codebook
  }
}

/// A class since the scanner's callbacks share it.
private final class DDIReader {
  var codebook = Codebook()
  var text = ""
  private var variable = Codebook.Variable("")
  private var path: [String] = []
  private var language = ""
  private var question = Label()
  private var value: (code: String, label: Label, isMissing: Bool) = ("", Label(), false)

  func start(_ name: String, _ attributes: XMLScanner.Attributes) {
    path.append(name)
    switch name {
    case "var":
      variable = Codebook.Variable(attributes["name"] ?? attributes["ID"] ?? "")
      variable.measure = Measure(ddi: attributes["nature"])
      question = Label()
    case "catgry": value = ("", Label(), attributes["missing"] == "Y")
    case "item" where path.contains("invalrng"):
      variable.missing += MissingRanges.read(attributes["VALUE"] ?? "")
    case "range" where path.contains("invalrng"):
      let ends = [attributes["min"] ?? "LO", attributes["max"] ?? "HI"]
      variable.missing += MissingRanges.read(ends.joined(separator: " THRU "))
    case "labl", "qstnLit": language = String((attributes["lang"] ?? "").prefix(2))
    default: break
    }
    text = ""
  }

  func end(_ name: String) {
    let parent = path.dropLast().last ?? ""
    let said = text.trimmed
    switch (name, parent) {
    case ("labl", "var"): if variable.label[language] == nil { variable.label[language] = said }
    case ("qstnLit", _): question[language] = said
    case ("catValu", _): value.code = said
    case ("labl", "catgry"): if value.label[language] == nil { value.label[language] = said }
    case ("catgry", _):
      let reason =
        value.isMissing ? value.label.texts.values.min().map(MissingReason.init(label:)) : nil
      variable.add(
        DraftColumn.Code(
          value.code, label: value.label,
          missing: value.isMissing ? reason ?? .noAnswer : nil))
    case ("var", _):
      if !question.isEmpty { variable.label = question }
      let read = variable
      if !read.name.isEmpty { codebook.update(read.name) { $0 = read } }
    default: break
    }
    path.removeLast()
    text = ""
  }
}

extension Measure {
  fileprivate init?(ddi nature: String?) {
    switch nature {
    case "nominal": self = .nominal
    case "ordinal": self = .ordinal
    case "interval", "ratio": self = .scale
    default: return nil
    }
  }
}
