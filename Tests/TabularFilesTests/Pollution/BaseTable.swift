/// A table without fault: names, and records of as many fields. What polluted files are made from.
struct BaseTable {
  let name: String
  let header: [String]
  let records: [[String]]

  /// Five tables of made-up content: goods, answers to a questionnaire in English and in Russian,
  /// measurements, and long answers with line breaks.
  ///
  /// - Parameter seed: The same tables for the same seed.
  static func all(seed: Int) -> [BaseTable] {
    var generator = SeededGenerator(seed: seed)
    return [
      goods(&generator), survey(&generator), district(&generator), measurements(&generator),
      answers(&generator),
    ]
  }

  private init(
    _ name: String, _ header: [String], records: Int, _ generator: inout SeededGenerator,
    _ record: (Int, inout SeededGenerator) -> [String]
  ) {
    self.name = name
    self.header = header
    self.records = (1...records).map { record($0, &generator) }
  }
}

extension BaseTable {
  private static func goods(_ generator: inout SeededGenerator) -> BaseTable {
    let kinds = [
      "Children's boots", "Lamp, standing", "Screw 5\" long", "Men's rain coat", "Folding chair",
      "Paper, A4", "Women's \"city\" bicycle", "Kettle",
    ]
    let words = [
      "Light and warm, made for wet days.", "It isn't heavy; two people can lift it.",
      "Sold in pairs.", "Our \"best buy\", tested in frost, rain and sun.",
      "For indoors, not for gardens.", "Size 8\\9 runs small.",
    ]
    let names = [
      "Date", "Time", "Quantity", "Article", "Price", "Kind", "Description", "Page", "Remark",
    ]
    return BaseTable("goods", names, records: 25, &generator) { number, generator in
      let article = "GL-\(Int.random(in: 1000...9999, using: &generator))"
      return [
        "\(two(13 + number % 16))/0\(1 + number % 9)/2024",
        "\(two(number % 24)):\(two(15 * (number % 4)))",
        "\(Int.random(in: 0...30, using: &generator))", article, decimal(1...99, &generator),
        pick(kinds, &generator), pick(words, &generator),
        "https://shop.example/\(article).html", number % 9 == 4 ? "sold out" : "",
      ]
    }
  }

  private static func survey(_ generator: inout SeededGenerator) -> BaseTable {
    let cities = ["Pskov", "Velikiye Luki", "Ostrov", "Nevel"]
    let open = [
      "Roads, mostly", "I don't know", "The park is \"fine\", the school is not", "More buses",
      "Nothing", "Clean water, light; less noise",
    ]
    let names = ["id", "city", "sex", "age", "trust", "pride", "plans", "wish"]
    return BaseTable("survey", names, records: 30, &generator) { number, generator in
      let codes = (0..<3).map { _ in "\(Int.random(in: 1...5, using: &generator))" }
      return [
        "\(1000 + number)", pick(cities, &generator),
        "\(Int.random(in: 1...2, using: &generator))",
        "\(Int.random(in: 18...90, using: &generator))",
      ] + codes + [pick(open, &generator)]
    }
  }

  private static func district(_ generator: inout SeededGenerator) -> BaseTable {
    let districts = ["Центр", "Завеличье", "Запсковье", "Новый район"]
    let open = [
      "Дороги, дворы", "Не знаю", "Парк «Мирный» хорош, но \"Южный\" запущен",
      "Больше автобусов; меньше шума", "Всё устраивает", "Чистая вода",
    ]
    let names = ["номер", "район", "пол", "возраст", "оценка", "дата", "расходы", "пожелание"]
    return BaseTable("district", names, records: 25, &generator) { number, generator in
      [
        "\(number)", pick(districts, &generator), number % 2 == 0 ? "муж" : "жен",
        "\(Int.random(in: 18...90, using: &generator))",
        "\(Int.random(in: 0...10, using: &generator))",
        "\(two(1 + number)).03.2025", decimal(10...999, &generator), pick(open, &generator),
      ]
    }
  }

  private static func measurements(_ generator: inout SeededGenerator) -> BaseTable {
    let names = ["station", "measured", "level", "flow", "warmth", "wind", "salt"]
    return BaseTable("measurements", names, records: 20, &generator) { number, generator in
      ["S\(two(1 + number % 5))", "2025-03-\(two(number)) 10:\(two(number)):30"]
        + (0..<5).map { _ in decimal(-20...400, &generator) }
    }
  }

  private static func answers(_ generator: inout SeededGenerator) -> BaseTable {
    let open = [
      "First the road,\nthen the lamps.", "She said \"no\",\nand that's that.",
      "Nothing to add", "Schools; buses, and\n\nthe river bank", "It's fine as it is",
    ]
    let names = ["respondent", "started", "question", "answer", "seconds", "language"]
    return BaseTable("answers", names, records: 20, &generator) { number, generator in
      [
        "r\(100 + number)", "2025-04-\(two(number))", "Q\(1 + number % 4)",
        pick(open, &generator), "\(Int.random(in: 3...400, using: &generator))",
        number % 3 == 0 ? "ru" : "en",
      ]
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func pick(_ texts: [String], _ generator: inout SeededGenerator) -> String {
    texts.randomElement(using: &generator) ?? ""
  }

  /// A number with two decimals.
  private static func decimal(
    _ range: ClosedRange<Int>, _ generator: inout SeededGenerator
  ) -> String {
    "\(Int.random(in: range, using: &generator)).\(Int.random(in: 11...99, using: &generator))"
  }
}
