"""What blood tests are called: by people, by laboratories of several languages, and by LOINC code.

A name stands for one test only. What may mean two (``cortisol`` without the hour, ``lymphocytes %``) is not here, so
that a reader asks instead of guessing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from unweary.vocab.signals import ANALYTES

#: English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian and Finnish names, and what is printed.
_NAMES = {
    "ferritin": "ferritin; ferritine; ferritina; ferritiini; iron stores",
    "haemoglobin": (
        "haemoglobin; hemoglobin; hamoglobin; haemoglobine; hemoglobine; hemoglobina; emoglobina; "
        "hemoglobiini; hb; hgb; total hemoglobin"
    ),
    "tsat": (
        "transferrin saturation; iron saturation; tsat; transferrinsattigung; transferrin sattigung; "
        "saturation transferrin; saturation de la transferrine; coefficient de saturation de la transferrine; "
        "saturacion de transferrina; transferrin sat; iron sat; saturazione della transferrina; "
        "transferrinesaturatie; transferrinmattnad; transferrinmetning; saturacion transferrina"
    ),
    "b12": (
        "vitamin b12; b12; cobalamin; cobalamins; vitamin b 12; vitamine b12; vitamina b12; kobalamin; "
        "cyanocobalamin; vitamin b12 cobalamin; cobalamine; b12 vitamiini; b vitamin b12"
    ),
    "vitamin_d": (
        "vitamin d; vitd; vit d; 25 oh d; 25 oh vitamin d; 25 hydroxyvitamin d; 25 hydroxy vitamin d; vitamin d 25 oh; "
        "vitamin d3; 25 oh d3; 25oh vitamin d; 25ohd; calcidiol; 25 oh vitamin d3; vitamine d; vitamina d; d "
        "vitamin; vitamin d 25 hydroxy; 25 hydroxyvitamin d3; vitamin d 25 hydroxyvitamin; 25 hydroxy vitamin "
        "d3; 25 oh vit d; 25 hydroxycholecalciferol; d vitamiini; 25 oh vitamine d; 25 oh vitamina d"
    ),
    "tsh": (
        "tsh; thyrotropin; thyreotropin; thyroid stimulating hormone; tirotropina; thyrotropine; tsh basal; "
        "tirotropina tsh; tsh 3 generation; tsh ultrasensitive; s tsh; tsh us; thyroid stimulating hormone "
        "tsh"
    ),
    "ck": (
        "ck; cpk; creatine kinase; creatin kinase; kreatinkinase; kreatin kinase; creatine phosphokinase; ck "
        "total; creatine kinase total; total ck; creatinkinase; creatina quinasa; creatinchinasi; creatine "
        "kinase ck; creatine kinase cpk; creatin phosphokinase; creatinfosfoquinasa; creatinfosfochinasi; cpk "
        "total; ck gesamt; ck nac; kreatiinikinaasi; creatininkinase; creatinequinase"
    ),
    "potassium": "potassium; kalium; k; potasio; potassio; kaliumi; potassium k",
    "sodium": "sodium; natrium; na; sodio; natriumi; sodium na",
    "magnesium": "magnesium; mg; magnesio; magnesium mg",
    "hba1c": (
        "hba1c; hb a1c; hemoglobin a1c; haemoglobin a1c; a1c; glycated haemoglobin; glycated hemoglobin; "
        "glykohamoglobin; hemoglobine glyquee; hemoglobina glicosilada; hemoglobina glucosilada; emoglobina "
        "glicata; hemoglobina glicada; glycosylated hemoglobin; hba1c ifcc; hba1c ngsp; langzeitzucker"
    ),
    "crp": (
        "crp; c reactive protein; c reaktives protein; hs crp; hscrp; high sensitivity crp; proteine c "
        "reactive; proteina c reactiva; proteina c reattiva; pcr; crp hs; c reactief proteine; proteina c "
        "reativa; high sensitivity c reactive protein; crp high sensitivity; c reactive protein crp; crp "
        "sensitiv"
    ),
    "egfr": (
        "egfr; gfr; estimated gfr; estimated glomerular filtration rate; glomerular filtration rate; "
        "glomerulare filtrationsrate; dfg; dfge; dfg estime; filtrado glomerular; tfg; vfg; egfr ckd epi; gfr "
        "ckd epi; ckd epi; glomerular filtration rate estimated; egfr creatinine; gfr estimated; fge; gfr "
        "nach ckd epi"
    ),
    "creatinine": "creatinine; kreatinin; creatinina; kreatiniini; creat; crea; creatinin; creatininemie",
    "cortisol_am": (
        "morning cortisol; cortisol am; am cortisol; cortisol 8 am; cortisol morning; cortisol 08 00; "
        "cortisol morgens; cortisol a m; cortisol 8h; kortisol morgen; cortisol basal 8h"
    ),
    "calcium_adjusted": (
        "adjusted calcium; corrected calcium; albumin adjusted calcium; calcium adjusted; calcium corrected; "
        "calcium albumin korrigiert; korrigiertes calcium; calcium corrige; calcio corregido; calcio "
        "corretto; calcium corrected for albumin; adj calcium; calcium adj; calcium albumin corrected"
    ),
    "ntprobnp": "nt probnp; ntprobnp; nt pro bnp; n terminal probnp; n terminal pro bnp; probnp",
    "ddimer": "d dimer; d dimere; d dimero; d dimeri; d dimers; ddimer; d dimeres; dimero d; d dimer feu",
    "haematocrit": (
        "haematocrit; hematocrit; hamatokrit; hematocrite; hematocrito; ematocrito; hct; pcv; hkt; htc; ht; "
        "hematokrit; hematokriitti; packed cell volume; evf; hematocriet"
    ),
    "erythrocytes": (
        "erythrocytes; red blood cells; red blood cell count; rbc; erythrozyten; red cell count; hematies; "
        "erythrocyten; eritrocitos; eritrociti; globuli rossi; globules rouges; rbc count; red blood count; "
        "globulos rojos; hematies globules rouges; erytrocyter; erytrosyytit"
    ),
    "mcv": (
        "mcv; mean corpuscular volume; mean cell volume; vgm; vcm; mittleres zellvolumen; mean red cell "
        "volume; e mcv"
    ),
    "mch": (
        "mch; mean corpuscular hemoglobin; mean corpuscular haemoglobin; tcmh; hcm; mean cell haemoglobin; "
        "hbe; mean cell hemoglobin"
    ),
    "mchc": (
        "mchc; mean corpuscular hemoglobin concentration; mean corpuscular haemoglobin concentration; ccmh; "
        "chcm; mean cell haemoglobin concentration; mean cell hemoglobin concentration"
    ),
    "rdw": (
        "rdw; rdw cv; red cell distribution width; red blood cell distribution width; erythrocyte "
        "distribution width; evb; ide; ery verteilungsbreite; indice de distribution des globules rouges"
    ),
    "leucocytes": (
        "leucocytes; leukocytes; white blood cells; white blood cell count; white cell count; wbc; wcc; "
        "leukozyten; leucocitos; leucociti; globuli bianchi; globules blancs; leukocyten; leukocyter; leuko; "
        "leukosyytit; wbc count; white blood count; globulos blancos; leucocytes globules blancs; total white "
        "cell count; leukocytter"
    ),
    "neutrophils": (
        "neutrophils absolute; absolute neutrophils; neutrophil count; absolute neutrophil count; "
        "neutrophils; neutrophile absolut; neutrophile granulozyten absolut; polynucleaires neutrophiles; "
        "neutrophil; neutros abs; neutrofilos absolutos; neutrophile abs; neut; abs neutrophils; neutrophils "
        "abs"
    ),
    "lymphocytes": (
        "lymphocytes absolute; absolute lymphocytes; lymphocyte count; absolute lymphocyte count; "
        "lymphocytes; lymphozyten absolut; lymphozyten abs; lymphs abs; abs lymphocytes; linfocitos "
        "absolutos; lymphocytes abs; lymph"
    ),
    "platelets": (
        "platelets; platelet count; plt; thrombocytes; thrombozyten; plaquettes; plaquetas; piastrine; "
        "trombocyten; trombocyter; trombosyytit; trombocytter; plaquettes sanguines"
    ),
    "esr": (
        "esr; erythrocyte sedimentation rate; sedimentation rate; bsg; bks; vs; sr; senkung; sedrate; sed "
        "rate; ves; blutsenkung; vitesse de sedimentation; vsg; bezinking; lasko; sanka; sedimentation rate "
        "westergren"
    ),
    "iron": (
        "iron; eisen; fer; hierro; ferro; ijzer; fe; jarn; jern; rauta; fer serique; sideremia; sideremie; "
        "ferro serico; hierro serico; iron total; total iron"
    ),
    "transferrin": "transferrin; transferrine; transferrina; siderophilin; transferriini; siderophilline",
    "tibc": (
        "tibc; total iron binding capacity; iron binding capacity; eisenbindungskapazitat; capacite totale de "
        "fixation; ctff; ctf; tibk; teba; iron binding capacity tibc; totale eisenbindungskapazitat; total "
        "iron binding capacity tibc"
    ),
    "folate": (
        "folate; folic acid; folsaure; acide folique; acido folico; folates; foliumzuur; folat; vitamin b9; "
        "b9; vitamine b9; folat folsaure; foolihappo; folaatti; folate folic acid"
    ),
    "glucose": (
        "glucose; glukose; blood sugar; glucosa; glucosio; glycemie; glucemia; glicemia; blutzucker; "
        "blodsukker; fasting glucose; glucose fasting; nuchternglukose; blood glucose; glykose; glycemie a "
        "jeun; nuchternblutzucker; glucosa en ayunas; glukoosi; glucose nuchtern; plasma glucose; p glukos; "
        "glukos; gluc; fasting blood glucose"
    ),
    "chloride": (
        "chloride; chlorid; chlorure; cloruro; cloro; cl; chlorures; kloridi; klorid; cloreto; chloor; "
        "chloride cl"
    ),
    "bicarbonate": "bicarbonate; bikarbonat; hco3; bicarbonato; bicarbonates; bicarbonaat; standardbikarbonat",
    "calcium": (
        "calcium; total calcium; calcium total; ca; kalzium; calcio; calcemie; calsium; kalsium; calcium ca; "
        "calcium gesamt; calcio totale; calcio total; kalsiumi"
    ),
    "phosphate": (
        "phosphate; phosphat; phosphorus; phosphore; fosfato; fosforo; inorganic phosphate; fosfaat; fosfat; "
        "anorganisches phosphat; phosphate inorganic; phos; po4; inorganic phosphorus; fosfor"
    ),
    "urea": "urea; harnstoff; uree; ureum; urinstof; karbamid; uree sanguine; serum urea; azotemie",
    "urea_nitrogen": (
        "bun; blood urea nitrogen; urea nitrogen; harnstoff n; harnstoff stickstoff; urea nitrogen bun; blood "
        "urea nitrogen bun; nitrogeno ureico; urea n; nitrogeno ureico en sangre"
    ),
    "uric_acid": (
        "uric acid; harnsaure; acide urique; acido urico; urate; urinezuur; urat; urinsyre; uraatti; uric"
    ),
    "albumin": "albumin; albumine; albumina; alb; albumiini; serum albumin",
    "total_protein": (
        "total protein; protein total; gesamteiweiss; gesamtprotein; proteines totales; proteinas totales; "
        "proteine totali; totaal eiwit; totalprotein; tot protein; protein; prot; eiweiss gesamt; protidemie; "
        "protein gesamt"
    ),
    "bilirubin": (
        "bilirubin; total bilirubin; bilirubin total; bilirubine; bilirubine totale; bilirubina; bilirubina "
        "total; bilirubina totale; bil; bili; tbil; gesamtbilirubin; bilirubin gesamt; t bili; bilirubiini; "
        "bili total; t bilirubin"
    ),
    "alt": (
        "alt; alat; gpt; sgpt; alanine aminotransferase; alanine transaminase; alanin aminotransferase; gpt "
        "alat; alt gpt; alat gpt; alt sgpt; sgpt alt; gpt alt; tgp; alaninaminotransferase; alat gpt 37 c; "
        "tgp alat; alt alat; alt tgp; alanina aminotransferasa; alanine aminotransferase alt; transaminases "
        "alat; gptalat"
    ),
    "ast": (
        "ast; asat; got; sgot; aspartate aminotransferase; aspartate transaminase; aspartat aminotransferase; "
        "got asat; ast got; asat got; ast sgot; sgot ast; got ast; tgo; aspartataminotransferase; tgo asat; "
        "ast asat; ast tgo; aspartato aminotransferasa; aspartate aminotransferase ast; asat got 37 c; "
        "transaminases asat; gotasat"
    ),
    "ggt": (
        "ggt; gamma gt; gamma glutamyl transferase; gamma glutamyltransferase; gammagt; ggtp; y gt; g gt; "
        "gammaglutamyl transferase; gama gt; gamma glutamyl transpeptidase; gamma ggt; ggt gamma gt; gamma "
        "glutamil transferasi"
    ),
    "alp": (
        "alp; alkaline phosphatase; alkalische phosphatase; phosphatase alcaline; phosphatases alcalines; "
        "fosfatasa alcalina; fosfatasi alcalina; alk phos; ap; alkalisk fosfatase; alkalische fosfatase; pal; "
        "afos; alkp"
    ),
    "ldh": (
        "ldh; ld; lactate dehydrogenase; laktatdehydrogenase; laktat dehydrogenase; lactate deshydrogenase; "
        "lactico deshidrogenasa; lacticodeshydrogenase; lactaatdehydrogenase; latticodeidrogenasi; lactic "
        "dehydrogenase"
    ),
    "myoglobin": "myoglobin; myoglobine; mioglobina; myoglobiini",
    "free_t4": (
        "free t4; ft4; t4 free; free thyroxine; thyroxine free; freies t4; t4 libre; t4l; t4 frei; t4 libera; "
        "vrij t4; fritt t4; ft4 freies thyroxin; thyroxin frei; free t4 ft4; t4 free ft4; t4 v; fri t4; "
        "tiroxina libre; t4 livre"
    ),
    "free_t3": (
        "free t3; ft3; t3 free; free triiodothyronine; freies t3; t3 libre; t3l; t3 frei; t3 libera; vrij t3; "
        "fritt t3; triiodothyronine free; free t3 ft3; t3 free ft3; t3 v; fri t3; t3 livre"
    ),
    "t4": (
        "t4; total t4; t4 total; thyroxine; thyroxin; tt4; thyroxine total; total thyroxine; tiroxina; gesamt "
        "t4"
    ),
    "t3": (
        "t3; total t3; t3 total; triiodothyronine; tt3; trijodthyronin; triiodothyronine total; total "
        "triiodothyronine"
    ),
    "testosterone": (
        "testosterone; testosteron; total testosterone; testosterone total; testosterona; testosterone "
        "totale; testosterona total; testo; testosteron gesamt; testosteroni; gesamttestosteron"
    ),
    "cholesterol": (
        "cholesterol; total cholesterol; cholesterol total; cholesterin; cholesterin gesamt; "
        "gesamtcholesterin; colesterol; colesterolo; cholesterol totaal; colesterol total; colesterolo "
        "totale; kolesterol; chol; tchol; kolesteroli; cholesterine"
    ),
    "hdl": (
        "hdl; hdl cholesterol; hdl c; cholesterol hdl; hdl cholesterin; colesterol hdl; colesterolo hdl; hdl "
        "kolesterol"
    ),
    "ldl": (
        "ldl; ldl cholesterol; ldl c; cholesterol ldl; ldl cholesterin; colesterol ldl; colesterolo ldl; ldl "
        "calculated; ldl kolesterol; ldl cholesterol calc; ldl direct; ldl chol calc nih"
    ),
    "triglycerides": (
        "triglycerides; triglyceride; triglyzeride; trigliceridos; trigliceridi; trig; tg; triglyceriden; "
        "triglicerides; triglyserid; triglyceriler; triglyserider"
    ),
}  # fmt: skip

#: Words that say which part of the blood, or nothing: ``S-Ferritin``, ``ferritin, serum``.
_SPECIMEN = re.compile(
    r"\b(serum|plasma|blood|blut|sang|sangre|sangue|bloed|blod|s|p|b|fs|fp|vb|ser|plas|serica|serico|serique|seerumi|"
    r"levels?|im|i|e|en|in|del|der|la|le|el|il|the|of)\b"
)
_WORD = re.compile(r"[a-z0-9]+")
#: Of another fluid: the same name is another test there.
_ELSEWHERE = re.compile(r"\b(urine|urin|orina|urinaire|harn|csf|liquor|stool|stuhl|saliva|u|du)\b")


@lru_cache(maxsize=4096)
def analyte_named(text: str) -> str | None:
    """The analyte that a name means; None where it is none of those known, or may mean two.

    Case, accents, hyphens and words for the specimen do not count. A LOINC code is a name too.

    Examples
    --------
    >>> [analyte_named(name) for name in ("Ferritine", "Hämoglobin", "S-Kreatinin", "25-OH-D", "TSH (basal)", "2276-4")]
    ['ferritin', 'haemoglobin', 'creatinine', 'vitamin_d', 'tsh', 'ferritin']
    >>> [analyte_named(name) for name in ("cortisol", "creatinine, urine", "mood", "")]
    [None, None, None, None]
    """
    if (coded := analyte_of_loinc(text)) is not None:
        return coded
    if len(text) > 120:
        return None
    words = _plain(text)
    if not words or _ELSEWHERE.search(words):
        return None
    known = _by_name()
    if words in known:
        return known[words]
    inner = _plain(re.sub(r"[(\[][^)\]]*[)\]]", " ", text)) if "(" in text or "[" in text else words
    for kept in (words, inner) if inner != words else (words,):
        short = " ".join(_SPECIMEN.sub(" ", kept).split())
        for name in (kept, short):
            if name in known:
                return known[name]
    return None


def analyte_of_loinc(code: str) -> str | None:
    """The analyte of a LOINC code; None for every other code.

    Examples
    --------
    >>> analyte_of_loinc("718-7"), analyte_of_loinc("2143-6")
    ('haemoglobin', None)
    """
    return _by_loinc().get(code.strip())


@cache
def _by_loinc() -> dict[str, str]:
    return {code: analyte.id for analyte in ANALYTES.values() for code in analyte.loinc}


@cache
def _by_name() -> dict[str, str]:
    known = {_plain(name): analyte for analyte, names in _NAMES.items() for name in names.split(";")}
    return known | {_plain(text): each.id for each in ANALYTES.values() for text in (each.id, each.label)}


def _plain(text: str) -> str:
    """Small letters without accents; everything that is neither letter nor figure is a blank.

    Examples
    --------
    >>> _plain("  25-OH-Vitamin D₃ "), _plain("Gesamteiweiß"), _plain("γ-GT")
    ('25 oh vitamin d3', 'gesamteiweiss', 'gamma gt')
    """
    text = text.casefold()
    if not text.isascii():
        text = text.replace("γ", "gamma").replace("ø", "o").replace("æ", "ae")
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(text))
