import SurveyModel

/// How the choices of a question differ between two versions, set against each other by their labels.
public struct ChoiceDifference: Hashable, Sendable {
  /// A choice of both lists whose words differ.
  public struct Rewording: Hashable, Sendable {
    public var earlierCode: String
    public var laterCode: String
    public var wordings: [WordingDifference]
  }

  /// One choice of a list that is several of the other.
  public struct Division: Hashable, Sendable {
    /// The code of the coarser choice.
    public var whole: String
    /// The codes of the finer ones, in their list's order.
    public var parts: [String]
  }

  /// Labels by code, without their numbers.
  struct Labels: Hashable, Sendable {
    var earlier: [String: Label] = [:]
    var later: [String: Label] = [:]

    init() {}

    init(earlier: ChoiceList, later: ChoiceList) {
      func labels(_ list: ChoiceList) -> [String: Label] {
        Dictionary(list.choices.map { ($0.name, $0.label) }, uniquingKeysWith: { a, _ in a })
      }
      self.earlier = labels(earlier)
      self.later = labels(later)
    }
  }

  /// Codes that only the later list has, in its order.
  public var added: [String] = []
  /// Codes that only the earlier list has, in its order.
  public var removed: [String] = []
  /// Choices of the earlier list that are several later ones.
  public var split: [Division] = []
  /// Choices of the later list that were several earlier ones.
  public var merged: [Division] = []
  public var reworded: [Rewording] = []
  /// Codes whose label is known in one version alone, or in no language of both.
  public var unknownLabels: [String] = []
  /// Whether labels differ in case, punctuation or the like alone.
  public var hasCosmeticLabels = false
  /// Pairs of codes under one label that are not the same.
  public var recoded: [AnswerMap.Entry] = []
  /// Whether the codes run the other way along the same labels.
  public var isReversed = false
  /// Whether the same choices stand in another order.
  public var isReordered = false
  /// Codes of the later list that are an answer in one version and a missing one in the other, or
  /// exclude others in one alone.
  public var changedMeaning: [String] = []
  /// Choices that are no answer and that one list has alone, by their reason.
  public var addedMissing: [MissingReason] = []
  public var removedMissing: [MissingReason] = []
  /// Whether both lists are one scale with another number of points.
  public var isRescaled = false
  /// The labels of both lists, by which choices are named.
  var labels = Labels()
  /// What the codes of each wave are in common codes; nil where no map makes the lists the same.
  public var earlierMap: AnswerMap?
  public var laterMap: AnswerMap?

  /// Whether a substantive choice of one list has no counterpart in the other.
  var isIncomplete: Bool { !added.isEmpty || !removed.isEmpty }
}

extension ChoiceDifference {
  init(_ first: ChoiceList, _ second: ChoiceList, _ texts: FoldedTexts) {
    let (earlier, later) = (first.withoutNumbering, second.withoutNumbering)
    labels = Labels(earlier: earlier, later: later)
    var pairing = ChoicePairing(first, second, texts)
    var loose = pairing.loose
    noteDivisions(earlier, later, &loose, texts)
    pairing.pairByCode(&loose)
    noteMissing(earlier, later, &loose)
    removed = loose.0.map { earlier.choices[$0].name }
    added = loose.1.map { later.choices[$0].name }
    if earlier.allowsOther != later.allowsOther {
      later.allowsOther ? added.append("other") : removed.append("other")
    }
    notePairs(pairing, earlier, later)
    noteNumbering(pairing, first, second)
    noteOrder(pairing, earlier, later)
    isRescaled = ScaleLength.differs(earlier, later, texts)
    if isRescaled { reworded = [] }
    makeMaps(pairing, earlier, later)
  }

  /// Choices without an answer in them that one list has alone are named by their reason.
  private mutating func noteMissing(
    _ earlier: ChoiceList, _ later: ChoiceList, _ loose: inout ([Int], [Int])
  ) {
    removedMissing = loose.0.compactMap { earlier.choices[$0].missing }
    addedMissing = loose.1.compactMap { later.choices[$0].missing }
    loose.0.removeAll { earlier.choices[$0].missing != nil }
    loose.1.removeAll { later.choices[$0].missing != nil }
  }

  private mutating func noteDivisions(
    _ earlier: ChoiceList, _ later: ChoiceList, _ loose: inout ([Int], [Int]),
    _ texts: FoldedTexts
  ) {
    split = ChoiceDivision.found(loose.0, in: earlier, into: &loose.1, of: later, texts)
    loose.0.removeAll { place in split.contains { $0.whole == earlier.choices[place].name } }
    merged = ChoiceDivision.found(loose.1, in: later, into: &loose.0, of: earlier, texts)
    loose.1.removeAll { place in merged.contains { $0.whole == later.choices[place].name } }
  }

  private mutating func notePairs(
    _ pairing: ChoicePairing, _ earlier: ChoiceList, _ later: ChoiceList
  ) {
    for (old, new) in pairing.pairs {
      let (before, after) = (earlier.choices[old], later.choices[new])
      if before.name != after.name {
        recoded.append(AnswerMap.Entry(code: before.name, target: after.name))
      }
      if before.missing != after.missing || before.isExclusive != after.isExclusive {
        changedMeaning.append(after.name)
      }
      let common = CommonLanguages(before.label, after.label)
      if common.texts.isEmpty, common.isOneSided { unknownLabels.append(after.name) }
      let wordings = pairing.wordings[old] ?? []
      if wordings.contains(where: \.isOfSubstance) {
        reworded.append(
          Rewording(earlierCode: before.name, laterCode: after.name, wordings: wordings))
      } else if !wordings.isEmpty {
        hasCosmeticLabels = true
      }
    }
  }

  /// Labels that differ in their number alone: «1 — совсем не согласен».
  private mutating func noteNumbering(
    _ pairing: ChoicePairing, _ earlier: ChoiceList, _ later: ChoiceList
  ) {
    hasCosmeticLabels =
      hasCosmeticLabels
      || pairing.pairs.contains { old, new in
        guard pairing.wordings[old] == nil else { return false }
        return CommonLanguages(earlier.choices[old].label, later.choices[new].label).texts
          .contains { $0.before != $0.after }
      }
  }

  private mutating func noteOrder(
    _ pairing: ChoicePairing, _ earlier: ChoiceList, _ later: ChoiceList
  ) {
    let places = pairing.pairs.map(\.1)
    isReordered = zip(places, places.dropFirst()).contains { $0 > $1 }
    let substantive = pairing.pairs.filter { earlier.choices[$0.0].missing == nil }
    let codes = substantive.compactMap { pair -> (Double, Double)? in
      guard let old = earlier.choices[pair.0].value, let new = later.choices[pair.1].value else {
        return nil
      }
      return (old, new)
    }.sorted { $0.0 < $1.0 }
    isReversed =
      codes.count > 1 && codes.count == substantive.count
      && zip(codes, codes.dropFirst()).allSatisfy { $0.1 > $1.1 }
  }

  /// Each wave's codes in those of the earlier list, which scores and groups are written for; choices
  /// that became one in the code of their first part.
  private mutating func makeMaps(
    _ pairing: ChoicePairing, _ earlier: ChoiceList, _ later: ChoiceList
  ) {
    guard !isIncomplete, !isRescaled else { return }
    var (old, new): ([String: String], [String: String]) = ([:], [:])
    for (before, after) in pairing.pairs {
      old[earlier.choices[before].name] = earlier.choices[before].name
      new[later.choices[after].name] = earlier.choices[before].name
    }
    for division in split {
      old[division.whole] = division.whole
      for part in division.parts { new[part] = division.whole }
    }
    for division in merged {
      guard let target = division.parts.first else { continue }
      new[division.whole] = target
      for part in division.parts { old[part] = target }
    }
    // What one list alone has for "no answer" keeps its code where no other choice has it.
    earlierMap = Self.map(earlier, old, unlessIn: new)
    laterMap = Self.map(later, new, unlessIn: old)
  }

  private static func map(
    _ list: ChoiceList, _ targets: [String: String], unlessIn others: [String: String]
  ) -> AnswerMap {
    AnswerMap(
      list.choices.compactMap { choice in
        if let target = targets[choice.name] {
          return AnswerMap.Entry(code: choice.name, target: target)
        }
        return choice.missing == nil
          ? nil
          : AnswerMap.Entry(
            code: choice.name, target: Self.freeCode(choice.name, others: others, targets))
      })
  }

  /// A code for a reason of no answer that no common choice has.
  private static func freeCode(
    _ code: String, others: [String: String], _ own: [String: String]
  ) -> String {
    let taken = Set(others.values).union(own.values)
    return taken.contains(code) ? "\(code)-missing" : code
  }
}
