extension ArchiveElement {
  /// The manual page that sets the elements beside the archives, in Markdown.
  package static var page: String {
    var lines = [
      "# What archives ask for", "",
      "`loci export STUDY --to answers.xml` describes the answers as DDI-Codebook 2.5 and writes the",
      "CSV beside it. This page says of each element where the study tells it, and which archive asks",
      "for it. What is mandatory somewhere and is not in the study is listed by the command; nothing is",
      "made up. Texts of `texts.csv` may be of the whole study, of a city or of a wave, in each",
      "language; authors, funders, depositors, identifiers, countries, keywords and topics are divided",
      "by semicolons. A country's code stands in brackets: `Россия (RU)`.", "",
      "Sources: CESSDA Data Catalogue DDI 2.5 profile, monolingual, version 1.0.4 (2021); GESIS, *Study",
      "description* (mandatory descriptive elements); UK Data Service, *Data deposit form*. A dash is an",
      "element of which these pages say nothing.", "",
      "| Element | What it says | Where the study says it | "
        + Archive.allCases.map(\.rawValue).joined(separator: " | ") + " |",
      "| --- | --- | --- |" + String(repeating: " --- |", count: Archive.allCases.count),
    ]
    lines += all.map { element in
      let demands = Archive.allCases.map { element.demands[$0]?.rawValue ?? "–" }
      let cells =
        ["`\(element.path)`", element.meaning["en"] ?? "", element.source["en"] ?? ""] + demands
      return "| " + cells.joined(separator: " | ") + " |"
    }
    lines += [
      "", "## Frequencies", "",
      "Each code has its number of interviews and its weighted share, rounded to one decimal, where the",
      "question is not sensitive, fieldwork is over, no sample of the file is strict (`disclosure`, a",
      "panel, more than a twentieth of the city), and each sample that was asked has `minimum-base`",
      "interviews or more in the base. A count under `minimum-base` is not told, a share under one per",
      "cent is `<1`. Of numbers there is neither a minimum nor a maximum nor a sum.", "",
    ]
    return lines.joined(separator: "\n")
  }
}
