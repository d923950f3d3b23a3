"""What visitors type for a move, as templates over plain words: small letters, no apostrophes, no signs."""

from __future__ import annotations

from collections.abc import Mapping

LISTS: Mapping[str, str] = {
    "it": "it|that|this|them|these",
    "part": "one|step|part|thing|question|bit|page|point|screen",
    "the_part": "[the|this|that|my|our|a] [next|following|last|previous|first|same] ({part}|steps)",
    "any": "{it}|{the_part}",
    "before": "last|previous|prior|earlier|preceding",
    "steps": "(the|these|this|your|my) (steps|guide|walkthrough|walk through)",
    "later": "later|another (time|day)|some other time|tomorrow|next time",
    "today": "now|today|tonight|the day|the moment|one day",
}
"""What several templates have in common."""

FIRST = """
    ok|okay|k|kk|oh|ah|well|yes|yeah|yep|yup|alright|all right|right|great|good|cool|perfect|fine|sure|thanks
    |thank you|thx|ty|please|pls|plz|hey|hi|sorry|oops|so|um|uh|hmm|hm|and|but|now|then|just|actually|wait|hold on|no
    |got it|i see|[i] understand|understood|makes sense|lets|let us|let me|we should|gonna|im going to|ill|i will
    |i think ill
    |(can|could|may|shall) (i|we|you) [please|just]|(would|will) you|you (can|may)|we can|i (want|need|have) to
    |(i would|id) (like to|rather|prefer to)|i wanna|is it (ok|okay|possible) to|do you mind if (i|we)
    |i think (i|we) (can|should)|maybe (we|i) (can|should)
"""
LAST = """
    please|pls|plz|thanks|thank you|thx|ty|now|then|for me|if (possible|you can|i can|i may|thats ok|you dont mind)
    |sorry|ok|okay|a sec|real quick|quickly|there
"""

NEXT = """
    (go|move|carry|press|read|push) (on|ahead|along|forward) [(to|with) ({any}|the rest)]
    next [{part}|up]
    next
    continue [[with] ({any}|the rest)|on]
    proceed|keep (going|moving)|go|forward|onward|on
    [go|move|on|take me|jump|over] to [the] (next|following) [{part}]
    (show|give|tell|read) [me] [the] (next|following) [{part}]
    [the] (next|following) {part}
    [i am|im|i have|ive|all|we are|were] (done|finished|checked|all set|set) [with ({it}|(that|this) {part})]
    done ({it}|that {part}|this {part})
    [i|we|ive|weve] [have|just|already] (did|done|finished|completed|have|took care of) {any} [already]
    (its|that is|thats) done [already]
    check|checked|did it
    [i am|im|we are|were] ready [(for|to) [the] (next|more|go on|continue|move on|proceed) [{part}]]
    what [is|s|comes] [the] next [{part}]
    whats [the] next [{part}]
    what (comes|is|do i do|should i do|happens) (next|now|after (that|this))
    whats after (that|this)
    what (now|next|else)
    now what
    [and] (then|now|after that) [what]
    lets go|go for it|keep it coming
"""

AGREED = """
    ok|okay|okey|okie|k|kk|alright|all right|alrighty|right|great|good|cool|perfect|fine|sure|sure thing
    yes|yeah|yep|yup|yea|yes please|please do|si|vale|claro|of course|absolutely|deal|roger
    mhm|mm hm|uh huh|sounds (good|right|great)|gotcha|[i] got (it|that)|[i] understood|i understand|i see|noted
    [that] makes sense|thats (fine|clear|good|helpful)|[all] clear|very good|nice|lovely|awesome|excellent
    good to know|i know that
"""
"""Next, where nothing is asked."""

THANKS = "thanks|thank you|thx|ty|then|well|so|oh"

BACK = """
    [go|take me|step|get|bring me|move|jump|turn|come] back [up] [again|one|a {part}|one {part}|{part}]
    [go|take me|step|get|bring me|move|jump|turn|come] back to [the] ({before}|first|one) [{part}] [before]
    back to the {part} before
    [go to] [the] (previous|prev|prior|preceding|earlier) [{part}]
    (a|one) step back
    (return|go|take me) to [the] {before} [{part}]
    [the|one] {part} before [{it}]|(return|go|take me) to [the] {part} before [{it}]
    [go] up (one|a) [{part}]
    (see|show) [me] [the] {before} {part} [again]
    undo [that|it]
    change (my [last]|that|the last) answer
"""

AGAIN = """
    again|once more|once again|one more time|come again|pardon [me]|huh|what|say what|rewind
    (say|show|tell|read|give|repeat|explain|ask) [me|us] [{any}] [to (me|us)] (again|once more|one more time|over)
    repeat [{any}|yourself|what you [just] said]
    go (over|through) {any} (again|once more)
    (say|put|explain|word|phrase) [{any}] (in (other|plain|simple|simpler|easier) words|more simply|simpler|differently)
    what was ({it}|the {part}|this {part}|that {part}|the last {part}) [again]
    what did you [just] (say|ask) [again]
    what (is|was) (the|your|my) (question|step) [again]
    whats (the|your|my) (question|step) again
    [i] (missed|forgot) (that|it|this|the last part|what you said|that {part})
    [i] (didnt|did not) [quite] (catch|get|hear|understand|follow) (that|it|this|the last {part}|that {part})
    [i] (dont|do not) (get|understand|follow) [{it}|this {part}|that {part}]
    (im|i am) [a bit|a little|so] (lost|confused)
    you lost me
    (which|what) [{part}|number] ((am|was) i|(are|were) we|is (this|that|it)) [on|at|in|doing] [now|again|right now]
    where (am|are) (i|we) [now|again|at|in (this|the steps)|right now]
    how many steps [more] [are] [there] [left|in total|to go]
    how much is left
"""

WHY = """
    why [so|that|this|not|me|though|exactly|is that [so]|{the_part}]
    how come|what for|for what reason|[the] reason
    [tell me|explain|say] why
    why (do|should|would|must|did|does|is|are) ({any}|i|we|you|they|the office|my therapist) {doing}
    why (do|should|would|must) (i|we) {doing} {any}
    why (do|would) you {asking} [{it}|{it} question|to know [that|this|it]|for that]
    why (are|were) you asking [{it}|{it} question|me {it}]
    why bother [with {any}]
    why (is|does|would) ({it}|{the_part}) [so|even|really] ({needed}|matter|relevant|there|useful)
    whats [the] (reason|point|purpose) [(for|of|behind|in) ({any}|doing {it})]
    what is the (reason|point|purpose) [(for|of|behind|in) ({any}|doing {it})]
    what (does|difference does) it (matter|make)
    (do|must) i [really|even] (have|need) to [do] {any}
    (do|must) i [really|even] (have to|need to|need) [{any}]
    is ({it}|{the_part}) [really|even] {needed}
    how is {it} (relevant|important|useful)
    (whats|what is|what was) ({it}|{the_part}) for
    (whats|what is) ({it}|{the_part}) {needed} for
    what good (is|does) {it} [do]
"""
WHY_LISTS: Mapping[str, str] = {
    "needed": "needed|necessary|important|required",
    "doing": "(have|need|want|got|want me|supposed) [to] [do|know|say|answer|ask|be|go through|bother with] [{any}]"
    "|(do|ask|answer|say|know|care|matter|bother with) [{any}|for|about {it}]",
    "asking": "[even|really] (ask|asking|care|need|want) [{any}|for {it}|me {it}]",
}

SKIP = """
    skip [over|past] [{any}|ahead]
    (move|go|jump) (over|past) {any}
    not (answering|saying|telling [you]|sharing) [{any}]
    pass [on {any}]
    next question
    no comment
    [i] (prefer|rather|would prefer|would rather) not [to] {tell} [{any}]
    (prefer|rather|would prefer) not [to]
    (i would|id|i) (prefer|rather) not [to] [{tell}] [{any}]
    [i] (wont|will not) (answer|share|disclose) [{any}]
    (im|i am) not going to (share|disclose) [{any}]
    [i] (dont|do not) (want to|wish to|care to|wanna) (answer|share|disclose|tell you) [{any}]
    n a|not applicable|not relevant [to me]|irrelevant
    [{any}] (does not|doesnt|dont) apply [to (me|us)]
    leave {any} (open|blank|empty|out)
    [i] (dont|do not) need {the_part}
    ignore {any}
"""
SKIP_LISTS: Mapping[str, str] = {"tell": "say|answer|tell [you]|share|disclose"}

STOP_STEPS = """
    (stop|quit|exit|end|finish|pause|leave|cancel|forget) {steps}
    (im|i am|we are|were) (done|finished) with {steps}
    [i] (dont|do not) want to (continue [with]|go on with|do) {steps} [anymore|any more|right now|now|today]
"""
"""What names the steps, so that it counts after danger too."""

STOP_RELEASE = """
    (stop|quit|exit|end|leave) (the|this) release [steps|guide|walkthrough|walk through]
"""
"""Only after danger: in a walk it may ask how to take a release back."""

STOP = (
    STOP_STEPS
    + """
    (stop|quit|exit|end|finish|pause|leave) (here|there|for {today})
    (lets|we can|(can|could) (i|we)|i want to|i would like to|id like to) stop
    (stop|leave) (it|this|that) (here|there|for {today})
    end (it|this|that) (here|there)
    quit|exit|pause
    cancel (this|everything)
    [thats|that is|this is|its] enough for {today}
    that is enough|thats enough|enough
    that will be all
    (that is|thats|that will be) (all|it) for {today}
    (im|i am|we are|were) (done|finished) (here|for {today})
    (done|finished) for {today}
    [maybe|perhaps|some] {later}
    (do|finish|continue|go on with|come back to|return to|look at) ({it}|the (rest|steps)) {later}
    (come|be) back {later}
    (continue|finish|go on) {later}
    save (it|this|that|the rest) for {later}
    [i] (take|need|have|want) a break|a break
    bye [bye]|goodbye|good night|see you [later]|ttyl
    [i] (have to|got to|need to|gotta|have got to|must) (go|run|leave)
"""
)
"""Not what the danger screen is right to see first, such as "I don't want to go on" and "no more today"."""

START = """
    start [it|this] (over|again|fresh|anew|from scratch|all over) [again]
    restart [it|this|the steps]
    begin (again|anew)
    [go|start|take me] [back] (from|to) the (beginning|start|top) [again]
    reset
"""

YES = "yes|yeah|yep|yup|yea|yes please|please do|si|claro|of course|absolutely|sure|sure thing"
NO = """
    no|nope|nah|no thanks|no thank you|not (now|right now|yet|really)|rather not|id rather not
"""

RETURNS = """
    resume [the steps|it|this]
    continue [with] the steps
    (go|come|get|take me|bring me) back to [the|my] (steps|form|guide|release|walkthrough)
    (back|return) to [the|my] (steps|form|guide|release|walkthrough)
    back to where (we|i) (were|was)
    pick [it] up where (we|i) (left|stopped) [off]
    where (were we|was i|did (we|i) (stop|leave off))
"""
"""From somewhere else to the steps."""

GOES_ON = f"""
    continue [with] [the steps|it|this|that]
    go on [with (the steps|it|this)]
    (carry on|keep going|proceed)
    {RETURNS}
"""
"""Said outright, so that it counts after danger too."""
