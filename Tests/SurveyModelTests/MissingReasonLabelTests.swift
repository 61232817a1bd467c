import SurveyModel
import Testing

struct MissingReasonLabelTests {
  @Test(arguments: [
    ("Don't know", MissingReason.dontKnow), ("DON’T KNOW", .dontKnow),
    ("Затрудняюсь ответить", .dontKnow), ("Don't know / refused", .dontKnow),
    ("Hard to say.", .dontKnow), ("Не знаю, затрудняюсь ответить", .dontKnow),
    ("Refused", .refused), ("Отказ от ответа", .refused), ("Prefer not to say", .refused),
    ("Нет ответа", .noAnswer), ("No answer", .noAnswer),
  ])
  func `a label that says nothing but the reason`(label: String, reason: MissingReason) {
    #expect(MissingReason(saidBy: label) == reason)
  }

  @Test(arguments: [
    "Don't know anybody there", "Отказ от курения", "Не знаю соседей", "No", "", "None",
    "Refused to pay", "1", "Neither",
  ])
  func `an answer of its own`(label: String) { #expect(MissingReason(saidBy: label) == nil) }
}
