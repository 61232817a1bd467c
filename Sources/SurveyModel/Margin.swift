/// A row of `margins.csv`: how many people of the population are in a category.
public struct Margin: Hashable, Sendable {
  public var city: String
  public var wave: String
  public var group: Crossing
  /// Crossed as ``group`` is; a reader of folders notes where it is not.
  public var category: MergedCategory
  public var population: Double
  public var source: String
  public var date: String
  public var location: SourceLocation

  public init(
    city: String, wave: String, group: Crossing, category: MergedCategory, population: Double,
    source: String = "", date: String = "", at location: SourceLocation
  ) {
    self.city = city
    self.wave = wave
    self.group = group
    self.category = category
    self.population = population
    self.source = source
    self.date = date
    self.location = location
  }
}
