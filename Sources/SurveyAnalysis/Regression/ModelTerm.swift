import Estimation
import SurveyModel

/// One figure of a fitted model.
public struct ModelTerm: Sendable {
  public enum Part: String, Hashable, Sendable {
    case coefficient
    /// By how much the mean changes for a unit of the predictor.
    case marginalEffect = "marginal-effect"
    /// Of the outcome's variance; see `SurveyDesign.relativeImportance(of:for:)`.
    case shareOfVariance = "share-of-variance"
    case rSquared = "r-squared"
    /// Wald's test of all predictors of one name.
    case test
    /// The predicted mean of a cell, the other predictors as people have them.
    case margin
    /// A combination of predicted means.
    case contrast
    /// By how much a group's change exceeds that of the first one.
    case differenceInDifferences = "difference-in-differences"
    /// Whether changes of the waves before ran alongside each other.
    case parallelTest = "parallel-test"
    case endowments, coefficients, interaction, difference
  }

  public var city: String
  /// The city that it is set against; nil but in a decomposition.
  public var against: String?
  public var wave: String
  public var part: Part
  /// The predictor, `group=category` for a category, or `total`.
  public var term: String
  public var estimate: Estimate?
  /// What the value is rounded to, or the means or coefficients that it is made from; nil where it is
  /// exact.
  public var step: Double?
  public var test: FTest?
  /// Of one of several contrasts, adjusted for the others.
  public var adjustedPValue: Double?
  /// Why there is no model of the sample.
  public var reason: NoModel?
}

/// Why a sample has no model. Every case says it in words as its `description`.
public enum NoModel: Hashable, Sendable {
  /// A question of the model was not asked.
  case notAsked
  /// The model would tell of fewer than so many people of a category, written `group=category`.
  case fewInCategory(String, group: String, minimum: Int)
  /// The model would tell of fewer than so many people who are in no category of its only group.
  case fewOutside(group: String, minimum: Int)
  /// The model would tell of fewer than so many people who lack an answer to these.
  case fewLeftOut([String], minimum: Int)
  /// All people but fewer than so many have one and the same number.
  case fewOfANumber(String, minimum: Int)
  /// All interviews are in one category of a group.
  case oneCategory(String)
  /// Cities that are set against each other have other categories with interviews.
  case otherPredictors
  case notFitted(RegressionError)
  /// The margins have no such cell.
  case unknownCell(String, known: [String])
  /// Two waves before are needed to see whether changes ran alongside each other.
  case parallelNotTested
  /// A test of several coefficients, which Rubin's rules for one number do not combine.
  case testNotCombined
  /// The coefficients would be made of means that are rounded, lest they tell of few people.
  case roundedMeansNotCombined
  /// The completed data sets do not have the same figure.
  case imputationsDiffer
}

extension ModelTerm {
  init(
    _ scope: ModelScope, _ part: Part, _ term: String, _ estimate: Estimate? = nil,
    test: FTest? = nil, reason: NoModel? = nil
  ) {
    self.init(
      city: scope.city, against: nil, wave: scope.wave, part: part, term: term,
      estimate: estimate, test: test, reason: reason)
  }

  init(city: String, wave: String, _ part: Part, _ term: String, reason: NoModel) {
    self.init(
      city: city, against: nil, wave: wave, part: part, term: term, estimate: nil, test: nil,
      reason: reason)
  }
}

extension NoModel: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAsked: "a question of the model was not asked"
    case .fewInCategory(let category, let group, let minimum):
      "\(category) has fewer than \(minimum) interviews in the model: join it with another "
        + "category in groups.csv, or leave \(group) out"
    case .fewOutside(let group, let minimum):
      "with \(group) alone the model would tell of fewer than \(minimum) people who are in none "
        + "of its categories: join categories in groups.csv"
    case .fewLeftOut(let names, let minimum):
      "the model leaves out fewer than \(minimum) people for want of an answer to"
        + " \(names.joined(separator: ", ")), and would tell of them: leave out a predictor"
    case .fewOfANumber(let name, let minimum):
      "fewer than \(minimum) people differ from the others in \(name), and the model would tell of them:"
        + " leave it out, or make a group of it in groups.csv"
    case .oneCategory(let name):
      "all interviews are in one category of \(name): there is nothing to compare; leave it out"
    case .otherPredictors: "the cities do not have the same predictors"
    case .notFitted(let error): error.description
    case .unknownCell(let name, let known):
      "there is no cell '\(name)'; there are \(known.joined(separator: ", "))"
    case .testNotCombined:
      "tests of several coefficients are not combined over imputed data sets: see each by itself"
    case .roundedMeansNotCombined:
      "with this group alone the model would say what rounded means say, which are not combined over"
        + " imputed data sets: add a predictor"
    case .imputationsDiffer:
      "not all imputed data sets have this figure: a category, or a model, is missing in some"
    case .parallelNotTested:
      "with one wave before, whether earlier changes ran parallel was not tested"
    }
  }
}

extension [ModelTerm] {
  /// The terms with the p values of contrasts adjusted, where a model has several, by Benjamini and
  /// Hochberg.
  var withAdjustedContrasts: [ModelTerm] {
    var terms = self
    let models = Dictionary(grouping: indices.filter { self[$0].part == .contrast }) {
      SampleKey(city: self[$0].city, wave: self[$0].wave)
    }
    for places in models.values where places.count > 1 {
      let tested = places.filter { self[$0].estimate?.tTest() != nil }
      let adjusted = Adjustment.benjaminiHochberg.adjusted(
        tested.compactMap { self[$0].estimate?.tTest()?.pValue })
      for (place, pValue) in zip(tested, adjusted) { terms[place].adjustedPValue = pValue }
    }
    return terms
  }
}
