"""Writes a study of many cities, waves and questions, to see what hiding figures costs in it.

    python3 Tests/Benchmarks/many-cities.py FOLDER [CITIES [WAVES [QUESTIONS [INTERVIEWS]]]]

Answers are drawn by chance from a fixed seed; the smallest age group and the smallest education have
fewer than thirty people in most samples, so that figures have to be hidden.
"""

import os
import random
import sys

folder = sys.argv[1]
cities, waves, questions, interviews = (
    [int(word) for word in sys.argv[2:]] + [26, 5, 60, 200][len(sys.argv) - 2 :]
)
draw = random.Random(1)


def write(path, rows):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(",".join(map(str, row)) + "\n" for row in rows)


items = [f"Q{index + 1:02}" for index in range(questions)]
places = [f"city{index + 1:02}" for index in range(cities)]
times = [f"w{index + 1}" for index in range(waves)]
ages = [(18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 99)]

write("study.csv", [
    ("key", "value"), ("id", "many-cities"), ("title::ru", "Много городов"),
    ("title::en", "Many cities"), ("languages", "en"), ("synthetic", "yes"), ("seed", 1)])
write("cities.csv", [("city", "code", "label::ru", "in::ru", "of::ru", "label::en", "population")] + [
    (name, "", name, name, name, name, "") for name in places])
write("waves.csv", [("wave", "label::ru", "label::en", "start", "end", "sample", "points")] + [
    (name, name, name, "", "", "probability", "fresh") for name in times])
write("sources.csv", [("wave", "city", "file", "questionnaire", "identifier", "stratum", "cluster")] + [
    (wave, city, f"responses/{wave}-{city}.csv", "v1", "id", "district", "point")
    for wave in times for city in places])
write("groups.csv", [("group", "category", "label::ru", "label::en", "question", "choices", "from", "to")]
    + [("sex", code, code, code, "SD1", code, "", "") for code in (1, 2)]
    + [("age", f"{low}-{high}", low, low, "SD2", "", low, high) for low, high in ages]
    + [("education", code, code, code, "SD3", code, "", "") for code in (1, 2, 3)])
write("factors.csv", [("factor", "label::ru", "label::en", "layer", "kind", "facet", "question", "keying",
    "scoring")] + [
    (f"F{index // 6 + 1:02}", f"Фактор {index // 6 + 1}", f"Factor {index // 6 + 1}", "place",
     "reflective", "", item, "+", "mean") for index, item in enumerate(items)])
write("questionnaires/v1/survey.csv", [("type", "name", "label::ru", "label::en", "required",
    "constraint", "measure")]
    + [("select_one AGR5", item, item, item, "yes", "", "ordinal") for item in items]
    + [("select_one SEX", "SD1", "Пол", "Sex", "yes", "", "nominal"),
       ("integer", "SD2", "Возраст", "Age", "yes", "", "scale"),
       ("select_one EDU", "SD3", "Образование", "Education", "yes", "", "ordinal")])
write("questionnaires/v1/choices.csv", [("list_name", "name", "label::ru", "label::en", "missing")]
    + [("AGR5", code, code, code, "") for code in range(1, 6)]
    + [("SEX", code, code, code, "") for code in (1, 2)]
    + [("EDU", code, code, code, "") for code in (1, 2, 3)])
write("questionnaires/v1/settings.csv", [("form_title", "form_id", "version"), ("Many cities", "many", 1)])
for wave in times:
    for city in places:
        rows = [["id", "district", "point"] + items + ["SD1", "SD2", "SD3"]]
        for number in range(interviews):
            district = number % 4
            leaning = draw.gauss(0, 1)
            rows.append(
                [f"r{number + 1}", f"D{district}", f"P{district}-{number // 4 % 5}"]
                + [min(5, max(1, round(3 + leaning / 2 + draw.gauss(0, 1)))) for _ in items]
                + [draw.choice((1, 2)), min(99, max(18, round(draw.gauss(48, 15)))),
                   draw.choices((1, 2, 3), (1, 5, 4))[0]])
        write(f"responses/{wave}-{city}.csv", rows)
