import SurveyModel

/// The study's own texts for an archive: rows of `texts.csv` by section.
struct ArchiveTexts {
  private let rows: [AuthoredText]
  private let study: Study

  /// - Parameters:
  ///   - cities: Those of the exported samples; texts of others do not concern the file.
  ///   - waves: Likewise.
  init(of study: Study, cities: Set<String>, waves: Set<String>) {
    self.study = study
    rows = study.texts.filter { row in
      !row.text.isEmpty && row.city.map(cities.contains) ?? true
        && row.wave.map(waves.contains) ?? true
    }
  }

  /// Returns the texts of a section with their language: those of the whole study as they are, one
  /// of a city or a wave with that in front, "Псков, 2025: …".
  func texts(_ section: String) -> [(language: String, text: String)] {
    rows.filter { $0.section == section }.map { row in
      let place = [
        row.city.flatMap { study.city($0)?.label.text(in: row.language) ?? $0 },
        row.wave.flatMap { study.wave($0)?.label.text(in: row.language) ?? $0 },
      ].compactMap(\.self)
      return (
        row.language, place.isEmpty ? row.text : "\(place.joined(separator: ", ")): \(row.text)"
      )
    }
  }

  /// Returns the parts of a section's texts that semicolons divide: authors, keywords, topics.
  func lists(_ section: String) -> [(language: String, text: String)] {
    rows.filter { $0.section == section }.flatMap { row in
      row.text.split(separator: ";").compactMap { part in
        let text = part.trimmed
        return text.isEmpty ? nil : (row.language, text)
      }
    }
  }
}

extension Substring {
  /// Without blanks at both ends.
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
