"""Numbers 1 to 99 written out by hand, the independent route that the composed numbers are held against."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


SV_CARDINALS = _words(
    """
    ett två tre fyra fem sex sju åtta nio
    tio elva tolv tretton fjorton femton sexton sjutton arton nitton
    tjugo tjugoett tjugotvå tjugotre tjugofyra tjugofem tjugosex tjugosju tjugoåtta tjugonio
    trettio trettioett trettiotvå trettiotre trettiofyra trettiofem trettiosex trettiosju trettioåtta
    trettionio
    fyrtio fyrtioett fyrtiotvå fyrtiotre fyrtiofyra fyrtiofem fyrtiosex fyrtiosju fyrtioåtta fyrtionio
    femtio femtioett femtiotvå femtiotre femtiofyra femtiofem femtiosex femtiosju femtioåtta femtionio
    sextio sextioett sextiotvå sextiotre sextiofyra sextiofem sextiosex sextiosju sextioåtta sextionio
    sjuttio sjuttioett sjuttiotvå sjuttiotre sjuttiofyra sjuttiofem sjuttiosex sjuttiosju sjuttioåtta
    sjuttionio
    åttio åttioett åttiotvå åttiotre åttiofyra åttiofem åttiosex åttiosju åttioåtta åttionio
    nittio nittioett nittiotvå nittiotre nittiofyra nittiofem nittiosex nittiosju nittioåtta nittionio
    """
)

SV_ORDINALS = _words(
    """
    första andra tredje fjärde femte sjätte sjunde åttonde nionde
    tionde elfte tolfte trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde
    tjugonde tjugoförsta tjugoandra tjugotredje tjugofjärde tjugofemte tjugosjätte tjugosjunde tjugoåttonde
    tjugonionde
    trettionde trettioförsta trettioandra trettiotredje trettiofjärde trettiofemte trettiosjätte
    trettiosjunde
    trettioåttonde trettionionde
    fyrtionde fyrtioförsta fyrtioandra fyrtiotredje fyrtiofjärde fyrtiofemte fyrtiosjätte fyrtiosjunde
    fyrtioåttonde
    fyrtionionde
    femtionde femtioförsta femtioandra femtiotredje femtiofjärde femtiofemte femtiosjätte femtiosjunde
    femtioåttonde
    femtionionde
    sextionde sextioförsta sextioandra sextiotredje sextiofjärde sextiofemte sextiosjätte sextiosjunde
    sextioåttonde
    sextionionde
    sjuttionde sjuttioförsta sjuttioandra sjuttiotredje sjuttiofjärde sjuttiofemte sjuttiosjätte
    sjuttiosjunde
    sjuttioåttonde sjuttionionde
    åttionde åttioförsta åttioandra åttiotredje åttiofjärde åttiofemte åttiosjätte åttiosjunde åttioåttonde
    åttionionde
    nittionde nittioförsta nittioandra nittiotredje nittiofjärde nittiofemte nittiosjätte nittiosjunde
    nittioåttonde
    nittionionde
    """
)

NB_CARDINALS = _words(
    """
    én to tre fire fem seks sju åtte ni
    ti elleve tolv tretten fjorten femten seksten sytten atten nitten
    tjue tjueén tjueto tjuetre tjuefire tjuefem tjueseks tjuesju tjueåtte tjueni
    tretti trettién trettito trettitre trettifire trettifem trettiseks trettisju trettiåtte trettini
    førti førtién førtito førtitre førtifire førtifem førtiseks førtisju førtiåtte førtini
    femti femtién femtito femtitre femtifire femtifem femtiseks femtisju femtiåtte femtini
    seksti sekstién sekstito sekstitre sekstifire sekstifem sekstiseks sekstisju sekstiåtte sekstini
    sytti syttién syttito syttitre syttifire syttifem syttiseks syttisju syttiåtte syttini
    åtti åttién åttito åttitre åttifire åttifem åttiseks åttisju åttiåtte åttini
    nitti nittién nittito nittitre nittifire nittifem nittiseks nittisju nittiåtte nittini
    """
)

NB_ORDINALS = _words(
    """
    første andre tredje fjerde femte sjette sjuende åttende niende
    tiende ellevte tolvte trettende fjortende femtende sekstende syttende attende nittende
    tjuende tjueførste tjueandre tjuetredje tjuefjerde tjuefemte tjuesjette tjuesjuende tjueåttende
    tjueniende
    trettiende trettiførste trettiandre trettitredje trettifjerde trettifemte trettisjette trettisjuende
    trettiåttende
    trettiniende
    førtiende førtiførste førtiandre førtitredje førtifjerde førtifemte førtisjette førtisjuende førtiåttende
    førtiniende
    femtiende femtiførste femtiandre femtitredje femtifjerde femtifemte femtisjette femtisjuende femtiåttende
    femtiniende
    sekstiende sekstiførste sekstiandre sekstitredje sekstifjerde sekstifemte sekstisjette sekstisjuende
    sekstiåttende
    sekstiniende
    syttiende syttiførste syttiandre syttitredje syttifjerde syttifemte syttisjette syttisjuende syttiåttende
    syttiniende
    åttiende åttiførste åttiandre åttitredje åttifjerde åttifemte åttisjette åttisjuende åttiåttende
    åttiniende
    nittiende nittiførste nittiandre nittitredje nittifjerde nittifemte nittisjette nittisjuende nittiåttende
    nittiniende
    """
)

EN_CARDINALS = _words(
    """
    one two three four five six seven eight nine
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven twenty-eight
    twenty-nine
    thirty thirty-one thirty-two thirty-three thirty-four thirty-five thirty-six thirty-seven thirty-eight
    thirty-nine
    forty forty-one forty-two forty-three forty-four forty-five forty-six forty-seven forty-eight forty-nine
    fifty fifty-one fifty-two fifty-three fifty-four fifty-five fifty-six fifty-seven fifty-eight fifty-nine
    sixty sixty-one sixty-two sixty-three sixty-four sixty-five sixty-six sixty-seven sixty-eight sixty-nine
    seventy seventy-one seventy-two seventy-three seventy-four seventy-five seventy-six seventy-seven
    seventy-eight
    seventy-nine
    eighty eighty-one eighty-two eighty-three eighty-four eighty-five eighty-six eighty-seven eighty-eight
    eighty-nine
    ninety ninety-one ninety-two ninety-three ninety-four ninety-five ninety-six ninety-seven ninety-eight
    ninety-nine
    """
)

EN_ORDINALS = _words(
    """
    first second third fourth fifth sixth seventh eighth ninth
    tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh
    twenty-eighth twenty-ninth
    thirtieth thirty-first thirty-second thirty-third thirty-fourth thirty-fifth thirty-sixth thirty-seventh
    thirty-eighth thirty-ninth
    fortieth forty-first forty-second forty-third forty-fourth forty-fifth forty-sixth forty-seventh
    forty-eighth
    forty-ninth
    fiftieth fifty-first fifty-second fifty-third fifty-fourth fifty-fifth fifty-sixth fifty-seventh
    fifty-eighth
    fifty-ninth
    sixtieth sixty-first sixty-second sixty-third sixty-fourth sixty-fifth sixty-sixth sixty-seventh
    sixty-eighth
    sixty-ninth
    seventieth seventy-first seventy-second seventy-third seventy-fourth seventy-fifth seventy-sixth
    seventy-seventh
    seventy-eighth seventy-ninth
    eightieth eighty-first eighty-second eighty-third eighty-fourth eighty-fifth eighty-sixth eighty-seventh
    eighty-eighth eighty-ninth
    ninetieth ninety-first ninety-second ninety-third ninety-fourth ninety-fifth ninety-sixth ninety-seventh
    ninety-eighth ninety-ninth
    """
)

SV_ONE_MINUTE = {
    1: "en minut",
    21: "tjugoen minuter",
    31: "trettioen minuter",
    41: "fyrtioen minuter",
    51: "femtioen minuter",
    61: "sextioen minuter",
    71: "sjuttioen minuter",
    81: "åttioen minuter",
    91: "nittioen minuter",
    101: "hundraen minuter",
}
"""The minutes where Swedish gender shows (eleven and a hundred and eleven do not end in one)."""

NB_ONE_MINUTE = {
    1: "ett minutt",
    21: "tjueett minutter",
    31: "trettiett minutter",
    41: "førtiett minutter",
    51: "femtiett minutter",
    61: "sekstiett minutter",
    71: "syttiett minutter",
    81: "åttiett minutter",
    91: "nittiett minutter",
    101: "hundre og ett minutter",
}
"""The minutes where Norwegian gender shows."""
