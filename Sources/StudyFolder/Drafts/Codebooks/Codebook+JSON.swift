import FoundationEssentials
import QuestionnaireDefinition
import SurveyModel

/// Quantipy's metadata, and the questionnaire of Survey Solutions, both in JSON.
extension Codebook {
  /// - Returns: nil where the JSON is neither, or none at all.
  init?(json bytes: [UInt8]) {
    let data = Data(bytes)
    if let quantipy = try? JSONDecoder().decode(Quantipy.self, from: data) {
      add(quantipy)
    } else if let document = try? JSONDecoder().decode(SurveySolutions.self, from: data) {
      add(document)
    }
    if isEmpty { return nil }
  }

  private mutating func add(_ meta: Quantipy) {
    let lists = meta.lib?.values ?? [:]
    let texts = (meta.masks ?? [:]).values.reduce(into: [String: [String: String]]()) {
      texts, mask in
      for item in mask.items ?? [] {
        if let source = item.source, let text = item.text { texts[source] = text }
      }
    }
    for (name, column) in meta.columns.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("@") {
      update(name) { variable in
        variable.label = Label(quantipy: texts["columns@\(name)"] ?? column.text?.texts ?? [:])
        variable.isMultiple = column.type == "delimited set"
        var values: [Quantipy.Value] = []
        switch column.values {
        case .own(let own)?: values = own
        case .list(let path)?:
          let list = String(path.split(separator: "@").last ?? "")
          variable.listName = list
          values = lists[list] ?? []
        case nil: break
        }
        for value in values {
          variable.add(
            DraftColumn.Code(value.code, label: Label(quantipy: value.text?.texts ?? [:])))
        }
      }
    }
  }

  private mutating func add(_ part: SurveySolutions) {
    if let name = part.variable, !name.isEmpty {
      update(name) { variable in
        variable.label = Label(part.text ?? "")
        variable.isMultiple = part.type?.contains("Multy") ?? false
        for answer in part.answers {
          variable.add(DraftColumn.Code(answer.value, label: Label(answer.text)))
        }
      }
    }
    for child in part.children { add(child) }
  }
}

extension Label {
  /// `en-GB` is English.
  fileprivate init(quantipy texts: [String: String]) {
    self.init(
      Dictionary(
        texts.map { (String($0.key.prefix(2)).lowercased(), $0.value) },
        uniquingKeysWith: { first, _ in first }))
  }
}

/// > https://quantipy.readthedocs.io/en/latest/sites/lib_doc/dataset/10_metadata.html
private struct Quantipy: Decodable {
  let columns: [String: Column]
  let lib: Library?
  let masks: [String: Mask]?

  struct Column: Decodable {
    let text: Text?
    let type: String?
    let values: Values?
  }

  struct Library: Decodable {
    let values: [String: [Value]]?
  }

  struct Mask: Decodable {
    let items: [Item]?
  }

  struct Item: Decodable {
    let source: String?
    private let own: Text?
    var text: [String: String]? { own?.texts }

    enum CodingKeys: String, CodingKey {
      case source
      case own = "text"
    }
  }

  enum Values: Decodable {
    case own([Value])
    /// `lib@values@q14_1`.
    case list(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let path = try? container.decode(String.self) {
        self = .list(path)
      } else {
        self = .own(try container.decode([Value].self))
      }
    }
  }

  struct Value: Decodable {
    let text: Text?
    private let value: CodeText
    var code: String { value.text }
  }

  /// Texts by language; what is no text is left out.
  struct Text: Decodable {
    let texts: [String: String]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let texts = try? container.decode([String: String].self) {
        self.texts = texts
      } else if let text = try? container.decode(String.self) {
        texts = ["": text]
      } else {
        texts = [:]
      }
    }
  }
}

/// A group or a question of a questionnaire of Survey Solutions.
private struct SurveySolutions: Decodable {
  let type, variable, text: String?
  let answers: [Answer]
  let children: [SurveySolutions]

  struct Answer: Decodable {
    let text, value: String

    enum CodingKeys: String, CodingKey {
      case text = "AnswerText"
      case value = "AnswerValue"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      text = try container.decodeIfPresent(String.self, forKey: .text) ?? ""
      value = try container.decode(CodeText.self, forKey: .value).text
    }
  }

  enum CodingKeys: String, CodingKey {
    case type = "$type"
    case kind = "Type"
    case variable = "VariableName"
    case text = "QuestionText"
    case answers = "Answers"
    case children = "Children"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type =
      (try? container.decodeIfPresent(String.self, forKey: .type))
      ?? (try? container.decodeIfPresent(String.self, forKey: .kind)) ?? nil
    variable = try container.decodeIfPresent(String.self, forKey: .variable)
    text = try container.decodeIfPresent(String.self, forKey: .text)
    answers = try container.decodeIfPresent([Answer].self, forKey: .answers) ?? []
    children = try container.decodeIfPresent([SurveySolutions].self, forKey: .children) ?? []
  }
}

/// A code that is a number or a text.
private struct CodeText: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      text = String(number)
    } else if let number = try? container.decode(Double.self) {
      text = String(Int(exactly: number) ?? 0) == "0" ? "\(number)" : String(Int(number))
    } else {
      text = try container.decode(String.self)
    }
  }
}
