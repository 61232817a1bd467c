import SurveyModel
import TextFormats

extension DataExport {
  /// Writes `dataDscr`: groups of variables, then each variable.
  func describeVariables(_ xml: inout XMLText, _ facts: ArchiveFacts) {
    xml.element("dataDscr") { xml in
      for (index, group) in variableGroups.enumerated() {
        xml.element(
          "varGrp",
          [
            ("ID", "G\(index + 1)"), ("type", group.kind.rawValue),
            ("var", group.places.map(Self.identifier).joined(separator: " ")),
            ("name", group.name),
          ]
        ) { xml in xml.labels("labl", group.label) }
      }
      for (place, variable) in variables.enumerated() {
        describe(variable, place, &xml, facts)
      }
      if study.settings.isSynthetic {
        xml.element(
          "var",
          [
            ("ID", Self.identifier(variables.count)), ("name", SyntheticData.name),
            ("files", "F1"), ("intrvl", "discrete"), ("nature", "nominal"),
          ]
        ) { xml in
          xml.labels(
            "labl",
            Label(["ru": SyntheticData.russianStamp, "en": SyntheticData.englishStamp]))
          xml.element("catgry") { xml in
            xml.leaf("catValu", SyntheticData.mark)
            xml.labels("labl", Label(["ru": "да", "en": "yes"]))
          }
          xml.leaf("varFormat", "", [("type", "character")])
        }
      }
    }
  }

  private static func identifier(_ place: Int) -> String { "V\(place + 1)" }

  private func describe(
    _ variable: ExportVariable, _ place: Int, _ xml: inout XMLText, _ facts: ArchiveFacts
  ) {
    var attributes = [
      ("ID", Self.identifier(place)), ("name", variable.name), ("files", "F1"),
      ("intrvl", variable.measure == .scale ? "contin" : "discrete"),
      ("nature", variable.measure == .scale ? "interval" : variable.measure.rawValue),
    ]
    if place == weightPlace {
      attributes.append(("wgt", "wgt"))
    } else if let weightPlace, variable.question != nil {
      attributes.append(("wgt-var", Self.identifier(weightPlace)))
    }
    let frequencies = facts.frequencies.flatMap { self.frequencies(of: variable, $0) }
    let codes = variable.codes
    xml.element("var", attributes) { xml in
      xml.labels("labl", variable.label)
      if let question = variable.question { describe(question, &xml) }
      xml.element("invalrng") { xml in
        for code in codes where code.missing != nil {
          xml.leaf("item", "", [("VALUE", code.name)])
        }
      }
      if let question = variable.question { describeAudience(of: question, &xml, facts) }
      for (type, number) in [("vald", frequencies?.valid), ("invd", frequencies?.invalid)] {
        if let number { xml.leaf("sumStat", "\(number)", [("type", type)]) }
      }
      describeOrder(variable, &xml)
      describe(codes, of: variable, frequencies, &xml)
      describeDerivation(variable, &xml)
      describeFormat(variable, &xml)
    }
  }

  private func describe(_ question: Question, _ xml: inout XMLText) {
    xml.element("qstn") { xml in
      if let group = question.groups.last, let label = groupLabels[group] {
        xml.labels("preQTxt", label)
      }
      xml.labels("qstnLit", question.label)
      xml.labels("ivuInstr", question.hint)
    }
  }

  private func describeAudience(
    of question: Question, _ xml: inout XMLText, _ facts: ArchiveFacts
  ) {
    guard let relevant = question.relevant else { return }
    if let audience = facts.audiences[question.name], !audience.isEmpty {
      xml.labels("universe", audience)
    }
    xml.leaf("universe", relevant.source)
  }

  private func describe(
    _ codes: [ExportVariable.Code], of variable: ExportVariable, _ frequencies: CodeFrequencies?,
    _ xml: inout XMLText
  ) {
    for (place, code) in codes.enumerated() {
      xml.element("catgry", code.missing == nil ? [] : [("missing", "Y")]) { xml in
        xml.leaf("catValu", code.name)
        xml.labels("labl", code.label)
        guard let frequencies, frequencies.counts.indices.contains(place) else { return }
        if let count = frequencies.counts[place] {
          xml.leaf("catStat", "\(count)", [("type", "freq")])
        }
        guard let weightPlace, let share = frequencies.shares[place] else { return }
        xml.leaf(
          "catStat", Self.percentage(share),
          [
            ("type", "percent"), ("wgtd", "wgtd"), ("wgt-var", Self.identifier(weightPlace)),
          ])
      }
    }
  }

  /// The choices that were put in order: "Codes: 1 First; 2 Second".
  private func describeOrder(_ variable: ExportVariable, _ xml: inout XMLText) {
    let choices = variable.orderedChoices
    guard !choices.isEmpty else { return }
    let languages = Set(choices.flatMap(\.label.texts.keys))
    xml.labels(
      "txt",
      Label(
        Dictionary(
          uniqueKeysWithValues: languages.map { language in
            let parts = choices.map { "\($0.name) \($0.label.text(in: language) ?? "")" }
            return (
              language, (language == "ru" ? "Коды: " : "Codes: ") + parts.joined(separator: "; ")
            )
          })))
  }

  /// One decimal; "<1" for what is under one per cent and not nothing.
  private static func percentage(_ share: Double) -> String {
    share > 0 && share < 0.01 ? "<1" : (share * 100).text(fractionDigits: 1)
  }

  private func describeDerivation(_ variable: ExportVariable, _ xml: inout XMLText) {
    guard case .calculation(let expression?)? = variable.question?.kind else { return }
    xml.element("derivation") { xml in
      xml.leaf("drvcmd", expression.source, [("syntax", "XLSForm")])
    }
  }

  /// As the CSV has it: dates and times stand there as ISO 8601 writes them.
  private func describeFormat(_ variable: ExportVariable, _ xml: inout XMLText) {
    switch variable.content {
    case .texts: xml.leaf("varFormat", "", [("type", "character")])
    case .numbers(_, .plain): xml.leaf("varFormat", "", [("type", "numeric")])
    case .numbers(_, let unit):
      xml.leaf(
        "varFormat", "",
        [
          ("type", "character"), ("formatname", unit.isoFormat), ("schema", "ISO"),
          ("category", unit == .time ? "time" : "date"),
        ])
    case .codes(_, let codes):
      let areNumbers = codes.allSatisfy { Double($0.name) != nil }
      xml.leaf("varFormat", "", [("type", areNumbers ? "numeric" : "character")])
    }
  }
}

extension ExportVariable.Unit {
  fileprivate var isoFormat: String {
    switch self {
    case .plain: ""
    case .date: "YYYY-MM-DD"
    case .dateTime: "YYYY-MM-DDThh:mm:ss"
    case .time: "hh:mm:ss"
    }
  }
}

extension Double {
  /// Rounded to exactly so many digits after the decimal point.
  func text(fractionDigits: Int) -> String {
    DecimalNumber(self)?.text(fractionDigits: fractionDigits) ?? ""
  }
}
