import Estimation
import Reporting
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel

/// What all pages of a report run are made from.
struct ReportContext: Sendable {
  let run: ReportRun
  let language: Language

  var study: Study { run.findings.study }
  var findings: ReportFindings { run.findings }

  /// The document that every page begins with: stamp and way back.
  func document(title: String, subtitle: String) -> ReportDocument {
    var document = ReportDocument(language: language, title: title, subtitle: subtitle)
    document.stamp = stamp(of: study, in: language)
    document.breadcrumb = Prose([
      .link(Prose(language.pick("Все отчёты", "All reports")), to: .page(.index))
    ])
    return document
  }

  var studyTitle: String { study.settings.title.text(language, or: study.settings.id) }

  func cityName(_ name: String) -> String { study.city(name)?.name(in: language) ?? name }

  func waveName(_ name: String) -> String { study.wave(name)?.name(in: language) ?? name }
}

// Names of what was measured.
extension ReportContext {
  /// «Доверие и социальный капитал»; a facet without a label is called by its name.
  func name(of definition: ScoreDefinition) -> String {
    let factor = study.factor(definition.id.factor)
    switch definition.id.part {
    case .whole: return definition.label.text(language, or: definition.id.factor)
    case .facet(let facet): return definition.label.text(language, or: facet)
    case .formative:
      let whole = factor?.label.text(language, or: definition.id.factor) ?? definition.id.factor
      return language.pick("\(whole): поведение", "\(whole): behaviour")
    }
  }

  /// The name as a row's heading: a facet is marked as a part of the row above.
  func rowName(of definition: ScoreDefinition) -> String {
    if case .facet = definition.id.part { return "– " + name(of: definition) }
    return name(of: definition)
  }

  func name(of id: ScoreID) -> String {
    let definitions = study.factors.flatMap(ScoreDefinition.scores(of:))
    return definitions.first { $0.id == id }.map { name(of: $0) } ?? id.name
  }

  /// The group's label; without one, that of the question it is made from.
  func name(ofGroup group: String) -> String {
    guard let grouping = study.grouping(group) else { return group }
    return grouping.label.text(language, or: questionLabel(grouping.question) ?? group)
  }

  func names(of crossing: Crossing) -> [String] { crossing.groups.map(name(ofGroup:)) }

  func name(ofCategory category: String, in group: String) -> String {
    let known = study.grouping(group)?.categories.first { $0.name == category }
    return known?.label.text(language, or: category) ?? category
  }

  /// The labels of the categories of each group; those of merged categories with a plus between.
  func name(of category: MergedCategory, in crossing: Crossing) -> String {
    category.categories.map { category in
      zip(crossing.groups, category.parts).map { name(ofCategory: $1, in: $0) }
        .joined(separator: ", ")
    }.joined(separator: " + ")
  }

  private func questionLabel(_ question: String) -> String? {
    study.questionnaires.sorted { $0.key < $1.key }.lazy
      .compactMap { $0.value[question]?.label.text(in: language.rawValue) }.first
  }

  /// The sociologist's own text for a section; the most particular one.
  func text(_ section: String, city: String?, wave: String?) -> String? {
    let fitting = study.texts.filter {
      $0.section == section && $0.language == language.rawValue
        && ($0.city == nil || $0.city == city) && ($0.wave == nil || $0.wave == wave)
    }
    func particularity(_ text: AuthoredText) -> Int {
      (text.city == nil ? 0 : 2) + (text.wave == nil ? 0 : 1)
    }
    return fitting.max { particularity($0) < particularity($1) }?.text
  }
}
