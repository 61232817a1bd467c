* A portable file as PSPP 1.6.2 writes it, run from the root of the project.
DATA LIST FREE /ID (F4) SEX (F1) TRUST (F2) WORD (A10) DAY (DATE11).
BEGIN DATA
1 1 5 abc 20-MAY-2025
2 2 97 de 21-MAY-2025
3 9 11 x 22-MAY-2025
END DATA.
VARIABLE LABELS ID 'Number of the interview' SEX 'Sex of respondent' TRUST 'Trust in people'.
VALUE LABELS SEX 1 'male' 2 'female' 9 'refused' /TRUST 0 'none' 10 'full' 97 "don't know".
MISSING VALUES SEX (9) TRUST (90 THRU 99).
EXPORT OUTFILE='Tests/Reference/portable.por'.
