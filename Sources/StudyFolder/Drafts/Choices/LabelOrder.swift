import SurveyModel

/// The order of a list's labels by what they mean, where that is known: judgements from one end to the
/// other, frequencies, amounts, degrees, numbers with or without words.
struct LabelOrder {
  /// Where each label stands; the lowest first.
  let values: [Double]

  /// - Returns: nil where a label says nothing of an order, or two stand at one place.
  init?(of labels: [String]) {
    let folded = labels.map(Self.folded)
    guard folded.count > 1 else { return nil }
    let found = Self.rankings(of: folded).first { Set($0).count == $0.count }
    guard let found else { return nil }
    values = found
  }

  /// The labels' places from the lowest to the highest.
  var ascending: [Int] { values.indices.sorted { values[$0] < values[$1] } }

  /// Whether the labels go from one end to the other as they stand.
  var isMonotone: Bool {
    let pairs = zip(values, values.dropFirst())
    return pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 }
  }

  /// Ways to rank labels; the first that tells them all apart counts.
  private static func rankings(of labels: [String]) -> some Sequence<[Double]> {
    let ways: [([String]) -> [Double]?] =
      [{ MarkedLabels.values($0) }, { each($0, LabelFrequency.value) }]
      + wordLists.map { list in { each($0) { list[$0] } } }
      + [{ LabelDegrees.values($0) }, { LabelAmounts.values($0) }]
    return ways.lazy.compactMap { $0(labels) }
  }

  private static func each(_ labels: [String], _ value: (String) -> Double?) -> [Double]? {
    var values: [Double] = []
    for label in labels {
      guard let own = value(label) else { return nil }
      values.append(own)
    }
    return values
  }

  /// Small letters, one kind of apostrophe and dash, no `ё`, no brackets for two genders, single spaces.
  static func folded(_ label: String) -> String {
    var text = ""
    for character in label.lowercased() {
      switch character {
      case "ё": text.append("е")
      case "’", "`", "ʼ", "‘": text.append("'")
      case "–", "—", "−", "‑": text.append("-")
      case "«", "»", "\"", ".", "!": continue
      case "\u{A0}", "\u{202F}", "\u{2009}", "_", "\t", "\n": text.append(" ")
      default: text.append(character)
      }
    }
    for ending in ["(на)", "(а)", "(ны)", "(-на)", "(-а)", "/на", "/а"] {
      text = text.replacing(ending, with: "")
    }
    return text.split(separator: " ").joined(separator: " ")
  }

  /// Lists of words that stand for themselves, each from its lowest level to its highest.
  private static let wordLists: [[String: Double]] = {
    let lists: [[[String]]] = [
      [
        ["terrible", "awful", "ужасно", "ужасное", "отвратительно"],
        ["very bad", "very poor", "очень плохо", "очень плохое", "очень плохая", "очень плохой"],
        ["bad", "poor", "плохо", "плохое", "плохая", "плохой", "неудовлетворительно"],
        ["rather bad", "fairly bad", "скорее плохо", "скорее плохое", "скорее плохая"],
        [
          "fair", "average", "neither", "neutral", "so-so", "acceptable", "satisfactory", "ok",
          "okay", "neither good nor bad", "neither bad nor good", "средне", "среднее", "средняя",
          "средний", "удовлетворительно", "удовлетворительное", "нормально", "нормальное",
          "так себе", "посредственно", "ни хорошо, ни плохо", "ни плохо, ни хорошо",
          "ни хорошее, ни плохое", "ни то, ни другое", "ни то ни другое",
        ],
        ["rather good", "fairly good", "скорее хорошо", "скорее хорошее", "скорее хорошая"],
        ["good", "хорошо", "хорошее", "хорошая", "хороший"],
        [
          "very good", "очень хорошо", "очень хорошее", "очень хорошая", "очень хороший",
        ],
        ["excellent", "outstanding", "отлично", "отличное", "отличная", "отличный", "превосходно"],
      ],
      [
        ["none", "nothing", "no", "not at all", "ничего", "нисколько", "никто", "никакие", "нет"],
        ["very little", "very few", "hardly any", "almost none", "очень мало", "почти никто"],
        ["little", "few", "a little", "мало", "немногие", "меньшинство", "a few"],
        ["some", "несколько", "некоторые", "something", "немного"],
        [
          "half", "about half", "половина", "примерно половина", "moderate", "достаточно", "enough",
        ],
        ["many", "much", "a lot", "lots", "много", "многие"],
        ["most", "большинство", "very much", "very many", "очень много", "a great deal"],
        ["almost all", "nearly all", "почти все"],
        ["all", "everything", "everyone", "whole", "все"],
      ],
      [
        ["no education", "no schooling", "без образования", "нет образования"],
        ["primary", "primary school", "primary education", "начальное", "начальное образование"],
        [
          "lower secondary", "incomplete secondary", "неполное среднее", "основное общее",
          "неоконченное среднее", "незаконченное среднее",
        ],
        [
          "secondary", "high school", "secondary education", "secondary school", "upper secondary",
          "среднее", "среднее общее", "полное среднее", "среднее образование",
        ],
        [
          "vocational", "vocational education", "college", "post-secondary", "some college",
          "среднее специальное", "среднее профессиональное", "начальное профессиональное",
        ],
        [
          "incomplete higher", "незаконченное высшее", "неоконченное высшее", "неполное высшее",
        ],
        [
          "higher", "higher education", "university", "bachelor", "bachelor's", "bachelor's degree",
          "высшее", "высшее образование", "tertiary",
        ],
        ["master", "master's", "master's degree", "postgraduate", "два высших", "магистратура"],
        ["doctorate", "phd", "doctoral degree", "ученая степень", "аспирантура"],
      ],
    ]
    return lists.map { levels in
      var values: [String: Double] = [:]
      for (place, level) in levels.enumerated() {
        for word in level { values[word] = Double(place) }
      }
      return values
    }
  }()
}
