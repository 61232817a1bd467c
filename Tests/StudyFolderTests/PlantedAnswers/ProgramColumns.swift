import NumericalMethods

extension ExportStyle.Program {
  /// A column that a program adds by itself.
  typealias OwnColumn = (name: String, cells: [String])

  /// The column that says what is no interview, with the words for one that is and one that is not.
  var reviewing: (column: String, kept: [String], refused: [String])? {
    switch self {
    case .kobo:
      ("_validation_status", ["", "Approved", "On Hold"], ["Not Approved"])
    case .odkCentral: ("ReviewState", ["", "approved", "edited", "hasIssues"], ["rejected"])
    case .surveyCTO: ("review_status", ["", "approved"], ["rejected"])
    case .qualtrics: ("Status", ["IP Address"], ["Survey Preview", "Survey Test"])
    default: nil
    }
  }

  /// The columns before and behind the questions.
  ///
  /// - Parameter areRefused: By respondent, whether the record is no interview.
  func ownColumns(
    _ areRefused: [Bool], _ random: inout RandomStream
  ) -> (before: [OwnColumn], after: [OwnColumn]) {
    let count = areRefused.count
    func constant(_ name: String, _ text: String = "") -> OwnColumn {
      (name, Array(repeating: text, count: count))
    }
    func each(_ name: String, _ text: (Int) -> String) -> OwnColumn {
      (name, (0..<count).map(text))
    }
    func time(_ name: String, _ late: Int, _ form: (Int, Int, Int) -> String) -> OwnColumn {
      each(name) { form(1 + $0 % 28, 9 + $0 % 10, ($0 * 7 + late) % 60) }
    }
    func iso(_ day: Int, _ hour: Int, _ minute: Int) -> String {
      "2025-05-\(two(day))T\(two(hour)):\(two(minute)):11.000+03:00"
    }
    func plainTime(_ day: Int, _ hour: Int, _ minute: Int) -> String {
      "2025-05-\(two(day)) \(two(hour)):\(two(minute)):11"
    }
    let review: OwnColumn? = reviewing.map { column, kept, refused in
      (
        column,
        areRefused.map { (($0 ? refused : kept).randomElement(using: &random)) ?? "" }
      )
    }
    let reviews = review.map { [$0] } ?? []
    let key = each("KEY") { "uuid:5b2e-\(1000 + $0)" }
    switch self {
    case .plain: return ([each("id") { "\($0 + 1)" }], [])
    case .kobo:
      return (
        [time("start", 0, iso), time("end", 9, iso)],
        [
          each("_id") { "\(41_000 + $0)" }, each("_uuid") { "5b2e7c1a-\(1000 + $0)" },
          time("_submission_time", 11, plainTime),
        ] + reviews
          + [
            constant("_notes"), constant("_status", "submitted_via_web"),
            constant("_submitted_by"), constant("__version__", "vBx7"), constant("_tags"),
            each("_index") { "\($0 + 1)" },
          ]
      )
    case .odkCentral:
      return (
        [time("SubmissionDate", 11, iso), time("start", 0, iso), time("end", 9, iso)],
        [
          each("meta-instanceID") { "uuid:5b2e-\(1000 + $0)" }, key,
          constant("SubmitterID", "12"), constant("SubmitterName", "полевая бригада"),
          constant("AttachmentsPresent", "0"), constant("AttachmentsExpected", "0"),
          constant("Status"),
        ] + reviews
          + [constant("DeviceID"), constant("Edits", "0"), constant("FormVersion", "2025")]
      )
    case .briefcase:
      return (
        [time("SubmissionDate", 11, iso), time("start", 0, iso), time("end", 9, iso)],
        [each("meta-instanceID") { "uuid:5b2e-\(1000 + $0)" }, key]
      )
    case .surveyCTO:
      return (
        [
          time("SubmissionDate", 11, english), time("starttime", 0, english),
          time("endtime", 9, english),
        ],
        [
          each("instanceID") { "uuid:5b2e-\(1000 + $0)" }, constant("formdef_version", "2505011"),
          key,
        ] + reviews
      )
    case .qualtrics:
      return (
        [time("StartDate", 0, plainTime), time("EndDate", 9, plainTime)] + reviews
          + [
            constant("IPAddress", "203.0.113.7"), constant("Progress", "100"),
            each("Duration (in seconds)") { "\(200 + $0 * 3)" }, constant("Finished", "True"),
            time("RecordedDate", 10, plainTime), each("ResponseId") { "R_3k\(1000 + $0)" },
            constant("RecipientLastName"), constant("RecipientFirstName"),
            constant("RecipientEmail"), constant("ExternalReference"),
            constant("LocationLatitude", "59.93"), constant("LocationLongitude", "30.31"),
            constant("DistributionChannel", "anonymous"), constant("UserLanguage", "RU"),
          ], []
      )
    case .limeSurvey:
      return (
        [
          each("id") { "\($0 + 1)" }, time("submitdate", 9, plainTime), constant("lastpage", "3"),
          constant("startlanguage", "ru"), each("seed") { "\(100_000 + $0 * 77)" },
          time("startdate", 0, plainTime), time("datestamp", 9, plainTime),
        ], []
      )
    case .googleForms: return ([time("Отметка времени", 9, russian)], [])
    case .surveyMonkey:
      return (
        [
          each("Respondent ID") { "\(11_800_000_000 + $0 * 13)" },
          constant("Collector ID", "411223"), time("Start Date", 0, american),
          time("End Date", 9, american), constant("IP Address", "203.0.113.7"),
          constant("Email Address"), constant("First Name"), constant("Last Name"),
          constant("Custom Data 1"),
        ], []
      )
    }
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func english(_ day: Int, _ hour: Int, _ minute: Int) -> String {
    "May \(day), 2025 \((hour + 11) % 12 + 1):\(two(minute)):11 \(hour < 12 ? "AM" : "PM")"
  }

  private func american(_ day: Int, _ hour: Int, _ minute: Int) -> String {
    "05/\(two(day))/2025 \((hour + 11) % 12 + 1):\(two(minute)):11 \(hour < 12 ? "AM" : "PM")"
  }

  private func russian(_ day: Int, _ hour: Int, _ minute: Int) -> String {
    "\(two(day)).05.2025 \(two(hour)):\(two(minute)):11"
  }
}
