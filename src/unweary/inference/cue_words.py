"""Words and short phrases that change what is said around them: denials, doubts, other times, other people."""

from __future__ import annotations

from typing import Literal

Kind = Literal["no", "doubt", "past", "over", "other", "if", "idle"]

#: Idle cues hold a denying word that denies nothing ('no wonder'); the longest cue at a place is the one that counts.
CUES: dict[Kind, str] = {
    "idle": (
        "than it used to|than i used to|than they used to|than we used to|"
        "like it used to|like i used to|like they used to|as it used to|as i used to|as they used to|"
        "the way it used to|the way i used to|the way they used to|"
        "never thought|never knew|never imagined|never expected|never realised|never realized|didnt expect|"
        "didnt know|no doubt|no wonder|no idea|no matter|no clue|no explanation|no reason|no apparent reason|"
        "no obvious reason|no good reason|no warning|no better|no relief|no rest|not only|not just|not merely|"
        "not to mention|not better|not any better|not get better|not got better|not gotten better|"
        "not getting better|not getting any better|not improving|not improved|not improve|not go away|"
        "not gone away|not gone|not going away|not going|not settling|not settled|not easing|not shift|"
        "not shifting|not well|not feeling well|not feeling right|not feeling great|not feeling good|"
        "not feeling myself|not right|not normal|not good|not great|not fine|not ok|not okay|not recovered|"
        "not recovering|not fit|not able|not been able|not myself|not long|not much better|not once|not new|"
        "not unusual|not surprising|not because|not so much|never mind|never again|never ending|never better|"
        "never goes away|never gone|never stops|never this|never so|never had this|never been so|never been this|"
        "never felt so|never felt this|never felt like this|never before|not like this before|nothing but|"
        "nothing except|nothing helps|nothing works|nothing other than|without warning|without reason|"
        "without any reason|without any warning|without trying|without explanation|without cause|"
        "without any cause|without any obvious|without an obvious|without obvious|without injury|"
        "without an injury|without doing anything|dont know why|dont know what|dont know how|dont understand|"
        "dont get why|dont remember|dont recover|dont feel well|dont feel right|dont feel good|dont feel myself|"
        "dont feel great|dont feel rested|doesnt go away|doesnt get better|doesnt improve|doesnt stop|"
        "doesnt help|doesnt ease|doesnt settle|doesnt seem to go|doesnt fade|didnt go away|didnt help|didnt stop|"
        "hasnt gone|hasnt gone away|hasnt improved|hasnt got better|hasnt stopped|hasnt eased|hasnt settled|"
        "hasnt cleared|hasnt shifted|havent gone|havent gone away|havent improved|havent recovered|"
        "havent stopped|havent been able|havent trained|havent slept|havent eaten|havent been well|"
        "havent felt well|isnt going away|isnt going|isnt getting better|isnt better|isnt improving|isnt normal|"
        "isnt right|isnt shifting|arent getting better|arent recovering|arent improving|wont go away|wont go|"
        "wont stop|wont shift|wont settle|wont clear|wont ease|wont heal|wont budge|cant shake|cant stop|"
        "cant help|cant get rid|nearly every|nearly all|nearly always|nearly a|almost every|almost all|"
        "almost always|almost constantly|almost daily|almost a|not quite right|dont want|didnt want|dont like|"
        "not used to|no use|no fun|no good|no joke|no change|not changed|quite a bit|not helped|not working|"
        "is it normal|is this normal|is that normal|is it ok|is it okay|is it common|is it usual|is it bad|is it safe|"
        "is it dangerous|is this common|not uncommon|no thanks|no worries|no problem|no surprise|never used to|"
        "not responding|not slept|not sleeping|not been sleeping|not eaten|not eating|not trained|not training"
    ),
    "no": (
        "dont want to die|do not want to die|didnt want to die|no chance im|no chance that im|no way im|"
        "hasnt gone up|havent gone up|not gone up|didnt go up|"
        "no|not|never|none|without|dont|doesnt|didnt|isnt|arent|wasnt|werent|havent|hasnt|hadnt|aint|nor|neither|"
        "deny|denies|denied|denying|nothing|nothing like|free of|free from|negative for|no longer|not any|"
        "no sign of|no signs of|no symptoms of|no history of|no evidence of|absence of|lack of any|zero|nil|nope|"
        "never had|rather than|instead of|as opposed to|far from|cant see|cant find|cant notice|cannot see|"
        "cannot find|couldnt see|couldnt find|stopped having|stopped getting|no more|not had|nowhere|"
        "anything but|ruled out|never get|never got|dont have|dont get|dont feel|didnt have|didnt get|"
        "didnt notice|havent had|havent got|havent noticed|havent seen|not noticed|not having|not got|not have|"
        "nobody|no one|neither of|not a bit|not one bit|not the least bit|not in the least|not remotely|"
        "not at all|not a hint of|not a trace of|not even a|no trace of|no hint of|not had any|without any|minus|sans"
    ),
    "doubt": (
        "maybe|perhaps|possibly|possible|might|may have|may be|could be|could have|i think|i guess|i suppose|"
        "i reckon|not sure|unsure|not certain|not sure if|not sure whether|not entirely sure|not really sure|"
        "not 100 % sure|dont know if|dont know whether|cant tell|cant tell if|cant say|hard to say|hard to tell|"
        "wonder if|wondering if|wonder whether|wondering whether|a bit|a little bit|a touch of|a tad|sort of|"
        "kind of|kinda|sorta|suspect|dont think|do not think|didnt think|not think|not that i know|"
        "not that i noticed|not that i have noticed|not that ive noticed|not that i am aware|not that im aware|"
        "probably|borderline|somewhat|almost|nearly|supposedly|apparently|feels as if|not really|not exactly|"
        "not quite|not especially|not particularly|not that|no idea if|no idea whether|hardly|hardly any|barely any|"
        "seemingly|unclear|wouldnt say|would not say|"
        "on and off maybe|worried i have|worried that i have|worried it|worried this|afraid it|"
        "afraid this|scared it|scared this|worried its|afraid its|scared its|fear it|fear its|fear i have|i fear|"
        "i hope its not|hope it is not|hope its not|hoping its not|hopefully not|"
        "convinced its|convinced i have|could it be|could this be|is it|is this|can it be|might be|"
        "looks a bit|sounds like|cant be sure|dunno|potentially"
    ),
    "past": (
        "last year|years ago|year ago|a year ago|months ago|last summer|last winter|last spring|last autumn|"
        "last fall|last season|last century|used to|in the past|as a child|as a kid|as a teenager|as a baby|"
        "when i was younger|when i was a kid|when i was a child|when i was little|when i was young|previously|"
        "in childhood|at school|years back|year back|months back|decades ago|long ago|ages ago|in my twenties|"
        "in my teens|in my thirties|during my pregnancy|in my pregnancy|back then|in a previous"
    ),
    "over": (
        "weeks ago|week ago|last week|last month|month ago|a month ago|fortnight ago"
    ),
    "other": (
        "my dad|my father|my mum|my mom|my mother|my parents|my brother|my sister|my son|my daughter|my wife|"
        "my husband|my partner|my girlfriend|my boyfriend|my friend|my friends|my mate|my mates|my uncle|my aunt|"
        "my auntie|my grandfather|my grandmother|my gran|my granny|my nan|my grandad|my grandpa|my grandma|"
        "my coach|my colleague|my teammate|my teammates|my kid|my kids|my child|my children|my cousin|my nephew|"
        "my niece|my neighbour|my neighbor|my boss|my flatmate|my roommate|my dog|my cat|my training partner|"
        "my buddy|my wifes|my hubby|my missus|my ex|my mam|my lad|my toddler|my other half|my fiance|"
        "my fiancee|a friend|family history|someone|"
        "somebody|other people|people"
    ),
    "if": (
        "if|worried about a|worried about an|worry about a|afraid of a|scared of a|in case|what if|unless|"
        "whether|to avoid|to prevent|avoid|prevent|worried about getting|afraid of getting|scared of getting|"
        "fear of|risk of|at risk of|look out for|looking out for|watch for|watch out for|should i get|"
        "should i have|told to look for|looking for|check for|checked for|tested for|test for|scan for|"
        "scanned for|screened for|rule out|read about|reading about|googled|leaflet|heard about|heard of|"
        "can cause|causes|side effects include|side effects|would cause"
    ),
}  # fmt: skip

#: 'Dad had a stroke' is his; 'I am a dad' is not.
_KIN = ("dad", "father", "mum", "mom", "mother", "brother", "sister", "grandad", "granddad", "grandpa", "grandfather",
        "grandma", "gran", "nan", "grandmother", "uncle", "aunt", "auntie", "cousin", "son", "daughter", "husband",
        "wife", "mate")  # fmt: skip
CUES["other"] += "".join(f"|{who} {did}" for who in _KIN for did in ("had", "has", "died", "got", "gets", "suffers"))

#: Told by someone else, but about the person: 'my wife says I snore'.
TELL = frozenset(("says", "said", "say", "tells", "told", "noticed", "notices", "thinks", "thought", "reckons", "saw",
                   "complains", "complain", "claims", "pointed", "mentioned", "insists", "hears", "heard"))  # fmt: skip
#: 'I have not told my wife about it' speaks of oneself.
SPOKEN = frozenset(("tell", "told", "telling", "ask", "asked", "show", "shown"))
STARTED = frozenset(("started", "starting", "began", "begun", "since", "came", "noticed", "still", "developed", "ever",
                      "ongoing", "now", "diagnosed"))  # fmt: skip
GONE = frozenset(("gone", "resolved", "settled", "cleared", "stopped", "passed", "disappeared", "vanished", "subsided",
                   "better", "over", "finished", "faded", "recovered", "healed", "normal", "fine", "ok", "okay",
                   "away"))  # fmt: skip
AFTER_GONE = frozenset(("now", "away", "again", "since", "after", "within", "completely", "today", "up", "down", "in",
                         "by", "and"))  # fmt: skip
SAYS_NO = frozenset(("no", "none", "nil", "negative", "absent", "denied", "denies", "nope", "not", "isnt", "arent",
                      "never", "neither", "zero", "wasnt", "nowhere"))  # fmt: skip
THERE = frozenset(("there", "present", "noticed", "seen", "happened", "happening", "reported", "problem", "issue",
                    "really", "either", "that", "at"))  # fmt: skip
HAD = frozenset(("had", "did", "got", "was", "were", "get", "comes"))
SAME = frozenset(("it", "one", "some", "them", "earlier", "yesterday", "before", "this", "last", "there", "back"))
#: A question that begins so takes what it asks about for true: 'why do my legs ache?'
PRESUME = (("why",), ("how", "long"), ("how", "do"), ("how", "can"), ("when",))
ENDS = frozenset((
    "because", "cos", "cuz", "coz", "since", "due", "until", "till", "so", "just", "only", "still", "mostly", "mainly",
    "then", "apart", "besides", "when", "while", "after", "who", "which", "yes", "other", "ever",
))  # fmt: skip
LOOSE_NO = frozenset(("no", "without", "nil", "zero", "denies", "deny", "denied", "denying", "none"))
#: As a doctor writes: what stands after them in a row of bare names is denied too.
DENY = frozenset(("deny", "denies", "denied", "denying"))
NOT_IF = frozenset(("is", "are", "was", "could", "means", "might", "turns"))
MYSELF = frozenset(("i", "im", "ive", "id", "my", "me", "mine"))
SUBJECTS = MYSELF | {"it", "its", "he", "she", "they", "we", "there", "theres", "this"}
PREPOSITIONS = frozenset(("in", "on", "of", "to", "from", "with", "for", "at", "around", "under", "between"))
