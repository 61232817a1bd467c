import SurveyModel
import TextFormats

/// A description of an export for an archive, and what it could not say.
public struct ArchiveDescription: Sendable {
  /// DDI-Codebook 2.5 in XML.
  public let xml: String
  /// What the archives of ``ArchiveElement/Archive`` demand and the study does not say, in the order
  /// of the document.
  public let gaps: [ArchiveElement]

  /// One note that names the gaps and where to fill them; empty where there are none.
  public var diagnostics: [Diagnostic] {
    guard !gaps.isEmpty else { return [] }
    let names = gaps.map { element in
      let archives = ArchiveElement.Archive.allCases.filter {
        element.demands[$0] == .mandatory
      }
      return "\(element.meaning["en"] ?? element.path)"
        + " (\(archives.map(\.rawValue).joined(separator: ", ")))"
    }
    let sections = gaps.compactMap(\.section)
    let rest = gaps.filter { $0.section == nil }.compactMap { $0.source["en"] }
    let places =
      (sections.isEmpty ? [] : ["texts.csv (section \(sections.joined(separator: ", ")))"]) + rest
    return [
      Diagnostic(
        .note, "archive-gap",
        "archives ask for what the study does not say: \(names.joined(separator: ", "))",
        fix: "say it in \(places.joined(separator: ", ").filter { $0 != "`" }), or let the archive"
          + " fill it in",
        at: SourceLocation(file: "texts.csv"))
    ]
  }
}

extension DataExport {
  /// Describes the CSV of these answers as DDI-Codebook 2.5: study, file, questions, codes, missing
  /// values and frequencies, with labels in every language of the study.
  ///
  /// What an archive asks for and the study does not say is listed, never made up. Of numbers there
  /// is neither a minimum nor a maximum nor a sum.
  ///
  /// - Parameters:
  ///   - dataFile: The name of the CSV that it describes.
  ///   - facts: What is known of weights, routing and frequencies.
  ///
  /// > DDI Alliance (2014). *DDI-Codebook 2.5*, elements docDscr, stdyDscr, fileDscr, dataDscr.
  public func archiveDescription(
    dataFile: String, facts: ArchiveFacts = ArchiveFacts()
  ) -> ArchiveDescription {
    var xml = XMLText()
    let namespace = "ddi:codebook:2_5"
    xml.element(
      "codeBook",
      [
        ("xmlns", namespace), ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        (
          "xsi:schemaLocation",
          "\(namespace) http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
        ), ("version", "2.5"), ("xml:lang", options.language),
      ]
    ) { xml in
      describeDocument(&xml)
      describeStudy(&xml, facts)
      describeFile(dataFile, &xml)
      describeVariables(&xml, facts)
    }
    let gaps = ArchiveElement.all.filter { element in
      element.demands.values.contains(.mandatory) && !xml.paths.contains(element.path)
    }
    return ArchiveDescription(xml: xml.text, gaps: gaps)
  }

  private func describeDocument(_ xml: inout XMLText) {
    xml.element("docDscr") { xml in
      xml.element("citation") { xml in
        xml.element("titlStmt") { xml in
          let words = options.language == "ru" ? "Описание данных: " : "Description of the data: "
          xml.leaf("titl", words + title, language: options.language)
        }
        xml.element("prodStmt") { xml in xml.leaf("software", "GeniusLoci") }
      }
    }
  }

  private func describeFile(_ dataFile: String, _ xml: inout XMLText) {
    xml.element("fileDscr", [("ID", "F1")]) { xml in
      xml.element("fileTxt") { xml in
        xml.leaf("fileName", dataFile)
        xml.labels(
          "fileCont",
          Label([
            "ru": "Ответы: строка на интервью, столбец на переменную",
            "en": "Answers: a row for each interview, a column for each variable",
          ]))
        xml.element("dimensns") { xml in
          xml.leaf("caseQnty", "\(count)")
          xml.leaf("varQnty", "\(variables.count + (study.settings.isSynthetic ? 1 : 0))")
        }
        xml.leaf("fileType", "text/csv", [("charset", "UTF-8")])
        xml.labels(
          "format",
          Label([
            "ru": "CSV: запятая между полями, десятичная точка, имена в первой строке",
            "en": "CSV: commas between fields, decimal points, names in the first row",
          ]))
        xml.labels(
          "dataMsng",
          Label([
            "ru": "Причина отсутствия ответа записана кодом, помеченным в переменной missing=\"Y\";"
              + " пустая ячейка — ответа нет, и код для причины в исследовании не задан",
            "en": "Why there is no answer is a code marked missing=\"Y\" in the variable; a blank"
              + " is no answer for a reason that the study has no code for",
          ]))
      }
    }
  }
}
