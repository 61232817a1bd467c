import SurveyModel
import TextFormats

extension DataExport {
  /// The codebook as DDI-Codebook 2.5 in XML: study, questions, codes and missing values, labels in
  /// every language of the study.
  ///
  /// > DDI Alliance (2014). *DDI-Codebook 2.5*, elements stdyDscr, fileDscr, dataDscr.
  ///
  /// - Parameter dataFile: The file of the answers that it describes.
  public func ddi(dataFile: String) -> String {
    var xml = XMLText()
    xml.open(
      "codeBook",
      [
        ("xmlns", "ddi:codebook:2_5"), ("version", "2.5"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
      ])
    describeStudy(&xml)
    xml.open("fileDscr", [("ID", "F1")])
    xml.open("fileTxt")
    xml.leaf("fileName", dataFile)
    xml.open("dimensns")
    xml.leaf("caseQnty", "\(count)")
    xml.leaf("varQnty", "\(variables.count)")
    xml.close("dimensns")
    xml.close("fileTxt")
    xml.close("fileDscr")
    xml.open("dataDscr")
    for (index, variable) in variables.enumerated() { describe(variable, index, &xml) }
    xml.close("dataDscr")
    xml.close("codeBook")
    return xml.text
  }

  private func describeStudy(_ xml: inout XMLText) {
    xml.open("stdyDscr")
    xml.open("citation")
    xml.open("titlStmt")
    xml.leaf("titl", title, language: options.language)
    for (language, text) in study.settings.title.texts.sorted(by: { $0.key < $1.key })
    where language != options.language && text != title {
      xml.leaf("parTitl", text, language: language)
    }
    xml.leaf("IDNo", study.settings.id)
    xml.close("titlStmt")
    xml.close("citation")
    xml.open("stdyInfo")
    for text in stamp ?? [] { xml.leaf("abstract", text) }
    xml.open("sumDscr")
    for wave in study.waves {
      for (day, event) in [(wave.start, "start"), (wave.end, "end")] {
        guard let text = day?.text else { continue }
        xml.leaf("collDate", text, [("date", text), ("event", event)])
      }
    }
    for city in study.cities {
      xml.leaf("geogCover", city.label.text(in: options.language) ?? city.name)
    }
    xml.close("sumDscr")
    xml.close("stdyInfo")
    for column in leftOut { xml.leaf("notes", "\(column.name) was left out: \(column.reason)") }
    xml.close("stdyDscr")
  }

  private func describe(_ variable: ExportVariable, _ index: Int, _ xml: inout XMLText) {
    var attributes = [
      ("ID", "V\(index + 1)"), ("name", variable.name), ("files", "F1"),
      ("intrvl", variable.measure == .scale ? "contin" : "discrete"),
      ("nature", variable.measure == .scale ? "interval" : variable.measure.rawValue),
    ]
    if variable.name == "weight" { attributes.append(("wgt", "wgt")) }
    xml.open("var", attributes)
    xml.labels("labl", variable.label)
    if let question = variable.question {
      xml.open("qstn")
      xml.labels("qstnLit", question.label)
      xml.close("qstn")
    }
    describeMissing(variable, &xml)
    if let relevant = variable.question?.relevant { xml.leaf("universe", relevant.source) }
    describeCodes(variable, &xml)
    let isText = if case .texts = variable.content { true } else { false }
    xml.leaf("varFormat", "", [("type", isText ? "character" : "numeric")])
    xml.close("var")
  }

  private func describeMissing(_ variable: ExportVariable, _ xml: inout XMLText) {
    guard !variable.reasonCodes.isEmpty else { return }
    xml.open("invalrng")
    for (_, number) in variable.reasonCodes.sorted(by: { $0.value < $1.value }) {
      xml.leaf("item", "", [("VALUE", ExportVariable.text(of: number))])
    }
    xml.close("invalrng")
  }

  private func describeCodes(_ variable: ExportVariable, _ xml: inout XMLText) {
    guard case .codes(_, let codes) = variable.content else { return }
    for code in codes {
      xml.open("catgry", code.missing == nil ? [] : [("missing", "Y")])
      xml.leaf("catValu", code.name)
      xml.labels("labl", code.label)
      xml.close("catgry")
    }
  }
}

/// XML in the making, indented by two spaces.
private struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    line("<\(name)\(Self.written(attributes))>")
    depth += 1
  }

  mutating func close(_ name: String) {
    depth -= 1
    line("</\(name)>")
  }

  mutating func leaf(
    _ name: String, _ content: String, _ attributes: [(String, String)] = [],
    language: String? = nil
  ) {
    let all = attributes + (language.map { [("xml:lang", $0)] } ?? [])
    let start = "<\(name)\(Self.written(all))"
    line(content.isEmpty ? "\(start)/>" : "\(start)>\(Self.escaped(content))</\(name)>")
  }

  /// An element for each language.
  mutating func labels(_ name: String, _ label: Label) {
    for (language, text) in label.texts.sorted(by: { $0.key < $1.key }) {
      leaf(name, text, language: language.isEmpty ? nil : language)
    }
  }

  private mutating func line(_ line: String) {
    text += String(repeating: "  ", count: depth) + line + "\n"
  }

  private static func written(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
  }

  /// With U+FFFD for control characters, of which XML forbids most.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += " "
      case _ where scalar.isControl || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
