/// What is measured in each interview: a score, the answer to a question, or whether it was given.
///
/// Scores and scales run from 0 to 100, shares from 0 to 1, other numbers over the limits that the
/// questionnaire states.
struct Measured: Hashable, CustomStringConvertible {
  var name: String
  /// The answer whose share is meant; nil for a mean.
  var answer: String?
  var description: String { answer.map { "\(name)=\($0)" } ?? name }
}

/// The people whom a figure is about: those of a category of each group; nobody left out if empty.
typealias Cell = [String: String]

extension Cell {
  var words: String {
    isEmpty
      ? "all" : keys.sorted().map { "\($0)=\(self[$0] ?? "")" }.joined(separator: ", ")
  }
}

/// One figure as it stands in the written bytes.
struct PublishedFigure: Hashable {
  enum Quantity: Hashable {
    case mean, total
    /// A mean as cities or waves are compared by it: perhaps without questions that are not
    /// comparable, so that it is no mean of the measure itself.
    case comparedMean
    /// Interviews that a figure rests on.
    case count
    /// Their weights together.
    case weight
    /// The weighted part of a group's assigned people who are in the category.
    case share
    /// Interviews in the group's categories together.
    case assigned
    /// Interviews that gave the answer.
    case answers
    /// The unweighted part of all interviews.
    case sampleShare
    case quantile(Double)
    /// The mean less that of another cell of the same groups.
    case difference(from: Cell)
    /// The coefficient of a category in a model with further predictors.
    case coefficient
  }

  var place: Place
  var measured: Measured?
  var cell: Cell
  var quantity: Quantity
  var range: ClosedRange<Double>
  /// File and place in it, or the command.
  var source: String
}

/// A place in a table where a share or a mean would stand.
struct BlankFigure: Hashable {
  var place: Place
  var measured: Measured?
  var cell: Cell
}

/// Collects figures while one file is read, and gives numbers their digits by table and row.
struct FigureCollector {
  private struct Entry {
    var figure: PublishedFigure
    var number: PrintedNumber
    var scale: Double
    /// What the row says that the figure, or the parts of a difference, were rounded to.
    var step: Double?
  }
  let source: String
  /// Whether trailing zeros were cut off, as in CSV and JSON.
  let cutsZeros: Bool
  private var entries: [Entry] = []
  /// Shares and means whose place is there, but no number in it.
  private(set) var blanks: Set<BlankFigure> = []

  init(_ source: String, cutsZeros: Bool) {
    self.source = source
    self.cutsZeros = cutsZeros
  }

  /// Takes a printed cell; one without a number is passed over.
  ///
  /// - Parameter scale: What the printed number is multiplied by: 0.01 for per cents.
  mutating func add(
    _ text: String?, _ quantity: PublishedFigure.Quantity, of measured: Measured?, at place: Place,
    in cell: Cell = [:], scale: Double = 1, decimalComma: Bool = false, roundedTo: String? = nil
  ) {
    guard let text else { return }
    guard let number = PrintedNumber(text, decimalComma: decimalComma) else {
      if quantity == .mean || quantity == .sampleShare {
        blanks.insert(BlankFigure(place: place, measured: measured, cell: cell))
      }
      return
    }
    let figure = PublishedFigure(
      place: place, measured: measured, cell: cell, quantity: quantity, range: 0...0,
      source: source)
    entries.append(
      Entry(figure: figure, number: number, scale: scale, step: roundedTo.flatMap(Double.init)))
  }

  private struct Kin: Hashable {
    var place: Place
    var measured: Measured?
    var groups: [String]
    var quantity: PublishedFigure.Quantity
  }

  /// What a number says whose row tells its step. A difference is made of two rounded parts; a share
  /// of somebody is never rounded to nobody, nor one of less than all to all.
  private static func range(
    of value: Double, roundedTo step: Double, _ quantity: PublishedFigure.Quantity
  ) -> ClosedRange<Double> {
    if case .difference = quantity { return (value - step)...(value + step) }
    let isShare = step < 0.05
    let low = isShare && value <= step * 1.001 ? 0 : value - step / 2
    let high = isShare && value >= 1 - step * 1.001 && value <= 1 ? 1 : value + step / 2
    return low...high
  }

  /// The step of a share in a table for reading, which its digits tell.
  private static func shareStep(_ entry: Entry) -> Double? {
    guard entry.figure.quantity == .mean, entry.figure.measured?.answer != nil,
      entry.scale == 1, entry.number.decimals == 2
    else { return nil }
    return 0.01
  }

  /// The figures with the intervals that their digits say.
  var figures: [PublishedFigure] {
    let kin = Dictionary(grouping: entries) { entry in
      let figure = entry.figure
      var measured = figure.measured
      // Shares of one question's answers are printed alike.
      if measured?.answer != nil { measured?.answer = "" }
      var quantity = figure.quantity
      if case .difference = quantity { quantity = .difference(from: [:]) }
      // The intercept of a model stands in one column with its slopes.
      if figure.cell.values.contains("@reference") { quantity = .difference(from: [:]) }
      return Kin(
        place: figure.place, measured: measured, groups: figure.cell.keys.sorted(),
        quantity: quantity)
    }
    return kin.values.flatMap { entries -> [PublishedFigure] in
      let ranges =
        cutsZeros
        ? PrintedNumber.ranges(of: entries.map(\.number)) : entries.map(\.number.range)
      return zip(entries, ranges).map { entry, range in
        var figure = entry.figure
        let (low, high) = (range.lowerBound * entry.scale, range.upperBound * entry.scale)
        figure.range = min(low, high)...max(low, high)
        if let step = entry.step ?? Self.shareStep(entry) {
          figure.range = Self.range(of: entry.number.value, roundedTo: step, figure.quantity)
        }
        if figure.quantity == .count || figure.quantity == .answers {
          figure.range = entry.number.value...entry.number.value
        }
        return figure
      }
    }
  }
}
