//! What is taught in the demo's schools, what is set and what students write.

/// A subject with a term's work.
pub(super) struct Subject {
    pub title: &'static str,
    pub summary: &'static str,
    /// Title and brief, in the order of the term.
    pub work: [(&'static str, &'static str); 6],
    /// Sentences of which answers are made.
    pub lines: [&'static str; 6],
}

pub(super) static UNIVERSITY: &[Subject] = &[
    Subject {
        title: "Linear algebra",
        summary: "Vectors, matrices and what they do to space. Two lectures and one exercise class a week.",
        work: [
            (
                "Vectors and lines",
                "Exercises 1 to 6 of sheet 1. Show each step; a drawing is worth more than a formula you cannot explain.",
            ),
            ("Systems of equations", "Solve the four systems by elimination. Say for each how many solutions it has and why."),
            ("Matrix products", "Compute the products, then find two matrices that do not commute and two that do."),
            ("Determinants", "Exercises 1 to 5. For the last one, explain what the sign tells you."),
            (
                "Eigenvalues",
                "Find the eigenvalues and eigenvectors of the three matrices and draw what the maps do to the unit square.",
            ),
            (
                "Project: faces from numbers",
                "In two pages: how few basis vectors does a photo need before you recognise the person?",
            ),
        ],
        lines: [
            "Subtracting twice the first row from the second leaves a zero below the pivot.",
            "The third equation is the sum of the first two, so it adds nothing and one unknown stays free.",
            "The determinant is negative, so the map turns the plane over as well as stretching it.",
            "AB sends the unit vector to (2, 1) while BA sends it to (1, 2), so the two do not commute.",
            "Both eigenvectors lie on the diagonals, which is what the drawing of the square shows.",
            "I checked the result by putting the solution back into the first system.",
        ],
    },
    Subject {
        title: "Introduction to programming",
        summary: "From a first loop to a program you would show to others. Bring a laptop.",
        work: [
            (
                "Temperatures",
                "A program that reads temperatures and prints the mean, the warmest and the coldest day. Hand in the code as text.",
            ),
            ("Counting words", "Count the words of the given text. Upper and lower case are the same word."),
            (
                "Guess the number",
                "The computer thinks of a number; the player guesses. What is the smallest number of guesses that is always enough?",
            ),
            ("Sorting by hand", "Write insertion sort yourself and measure it for 100, 1,000 and 10,000 numbers."),
            ("Reading other people's code", "Explain the program on the sheet line by line to somebody who was not here."),
            ("Own project, plan", "One page: what it does, for whom, and what you leave out."),
        ],
        lines: [
            "The loop stops one element too early if the last line of the file is empty, so I test for that first.",
            "With a dictionary each word is looked up once; my first version searched the whole list every time.",
            "Seven guesses are always enough for one hundred numbers, because each answer halves what is left.",
            "Ten times as many numbers took about a hundred times as long.",
            "I gave the variables longer names after I could not read my own code the next morning.",
            "The function returns nothing when the list is empty; the caller has to deal with it.",
        ],
    },
    Subject {
        title: "Databases",
        summary: "Keeping facts so that they stay true: models, queries, transactions.",
        work: [
            ("A library's tables", "Draw the tables of a small library. Who may borrow what, and what happens to a lost copy?"),
            ("First queries", "Ten questions about the sample data, each as one query."),
            (
                "Keys and constraints",
                "Find the five rows that should never have been possible and the constraints that would have refused them.",
            ),
            ("Joins", "Explain with an example when an outer join is right and an inner join quietly loses rows."),
            (
                "Two at the same counter",
                "Two people borrow the last copy at the same moment. Show what goes wrong and how a transaction prevents it.",
            ),
            ("Indexes", "Measure three queries before and after adding an index, and one that becomes slower."),
        ],
        lines: [
            "A copy and a title are two things: the title has an author, the copy has a shelf.",
            "Without the foreign key a loan can name a reader who was deleted last year.",
            "The inner join drops every reader without a loan, so the average comes out too high.",
            "Both see one copy left, both take it; the second update has to fail.",
            "After the index the planner reads four pages instead of the whole table.",
            "Writing became slower by a fifth, which is the price of the second index.",
        ],
    },
    Subject {
        title: "Microeconomics",
        summary: "How people, firms and markets decide, with examples from the coast.",
        work: [
            ("A market you know", "Describe supply and demand on a market near you. What moved a price last month?"),
            ("Elasticity", "Estimate the elasticity of demand for two goods from the table and say which tax would hurt less."),
            ("Opportunity cost", "What did this semester cost you, besides the fees?"),
            ("Fishing and the commons", "Why does each boat catch too much, and which of the three rules would help?"),
            ("Game on paper", "Draw the game of two ice sellers on a beach and find where they end up."),
            ("Essay: the price of water", "1,000 words. Should tap water have one price for everybody?"),
        ],
        lines: [
            "When the road was closed, tomatoes cost twice as much at the station and half as much in the village.",
            "Salt hardly reacts to its price, so the tax is paid almost wholly by the buyers.",
            "The wage I could have earned is the largest part of what the semester costs.",
            "Each boat keeps the whole of its extra catch and shares the loss with all the others.",
            "Neither seller gains by moving away from the middle, although the bathers would walk less.",
            "A first block of water for free and a rising price after it reaches both aims.",
        ],
    },
    Subject {
        title: "Academic writing",
        summary: "Reading with a pencil, quoting fairly, writing so that others want to read on.",
        work: [
            ("Summary in 200 words", "Summarise the article without a single quotation."),
            ("Fair quotation", "Correct the six quotations on the sheet and say what was wrong with each."),
            ("One paragraph, one thought", "Rewrite the page as four paragraphs. The first sentence of each must carry it."),
            ("Reviewing a draft", "Review the draft of a fellow student. Begin with what works."),
            ("Literature list", "Twelve sources on a question of your own, each with a sentence on why it belongs there."),
            ("Term essay", "2,500 words on your question. The literature list counts too."),
        ],
        lines: [
            "The author claims that cities cool down at night, but measures only one summer.",
            "The quotation leaves out the word 'rarely', which turns its meaning round.",
            "The second paragraph holds two thoughts, so I cut it where the evidence begins.",
            "What works best is the opening: one sees the street before one hears the argument.",
            "This source disagrees with the three before it, and that is why it is on the list.",
            "My question became smaller with every draft, and easier to answer.",
        ],
    },
];

pub(super) static SECONDARY: &[Subject] = &[
    Subject {
        title: "Mathematics",
        summary: "Functions, geometry and a little chance.",
        work: [
            ("Lines and slopes", "Page 24, numbers 3, 5 and 8. Draw neatly."),
            ("Quadratics", "Find the zeros of the five functions. Check two of them with a drawing."),
            ("Pythagoras outdoors", "Measure the height of a tree in the yard and show how you did it."),
            ("Percentages", "Page 41, numbers 1 to 4, and one example from a newspaper."),
            ("Dice", "Throw two dice fifty times and compare with what you expected."),
            ("Practice test", "Do the practice test in 45 minutes and mark yourself with the sheet."),
        ],
        lines: [
            "The slope is 3 because the line climbs three boxes for each one to the right.",
            "The parabola touches the axis in one point, so there is only one zero.",
            "The shadow was 4.2 m long when mine was 1.4 m, so the tree is about 5 m high.",
            "A discount of 20 % and then 10 % is 28 %, not 30 %.",
            "Seven came up nine times, a little more than I expected.",
            "I forgot the minus sign in number two and corrected it in green.",
        ],
    },
    Subject {
        title: "German literature",
        summary: "Novellas, ballads and one play on the stage.",
        work: [
            ("A ballad retold", "Retell the ballad as a report in a newspaper of today."),
            ("Letter to a character", "Write to the character you understand least."),
            ("Three metaphors", "Find three metaphors in chapter two and say what each makes you see."),
            ("Scene on stage", "How would you light the scene at the mill? One page with a sketch."),
            ("Reading diary", "Five entries while you read, not afterwards."),
            ("Essay on the ending", "Is the ending a defeat? Two pages with quotations."),
        ],
        lines: [
            "The rider does not look at his son once while he tells him not to be afraid.",
            "I would have gone back for the letter, and I think you wanted to.",
            "The sea is called a blind horse, which makes it stupid and strong at once.",
            "A single lamp from the left would throw the shadow of the wheel over both of them.",
            "On page 40 I stopped because I knew what would happen and did not want it to.",
            "He loses the house but nobody decides for him any more, so it is not only a defeat.",
        ],
    },
    Subject {
        title: "Biology",
        summary: "From the cell to the wood behind the school.",
        work: [
            ("Under the microscope", "Draw the onion skin at two magnifications and label five parts."),
            ("Leaf collection", "Eight leaves, named, with place and date."),
            ("Food web of the pond", "Draw the food web and take one species out: what happens?"),
            ("Pulse and exercise", "Measure your pulse before and after running, five times, and draw the curve."),
            ("Mendel's peas", "Work out the next generation for the three crosses."),
            ("Poster", "A poster about an organ of your choice that a ten-year-old understands."),
        ],
        lines: [
            "The nucleus is only visible after colouring, and not in every cell.",
            "The hornbeam looks like the beech but its edge has teeth.",
            "Without the water flea there would be more algae and fewer sticklebacks.",
            "My pulse was back at 72 after four minutes, after six the second time.",
            "One in four plants is white again, although both parents were red.",
            "The liver does over five hundred things; I drew the four most important ones.",
        ],
    },
    Subject {
        title: "History",
        summary: "The nineteenth century, with sources.",
        work: [
            ("Reading a source", "Who writes, to whom, when, and what does he want? Source 4."),
            ("A day in a mill town", "Write the diary of one day, true to the sources."),
            ("Map of railways", "What changed between 1840 and 1870? Half a page."),
            ("Two speeches", "Compare the two speeches. Which words do both use, and do they mean the same?"),
            ("Family interview", "Ask the oldest person you know about their school days."),
            ("Timeline 1848", "Twelve events with a sentence each; three of them outside Germany."),
        ],
        lines: [
            "The factory owner writes to the town council, so he will not call the hours long.",
            "We rose at four, and the lamp oil was counted as part of the wage.",
            "Where the railway came first, the town doubled within one generation.",
            "Both say freedom, but one means trade and the other means the vote.",
            "My great-grandmother walked an hour each way and carried wood for the stove.",
            "In March everything seemed possible, and in the autumn very little.",
        ],
    },
    Subject {
        title: "Physics",
        summary: "Measuring, guessing, measuring again.",
        work: [
            ("Free fall", "Drop three things and time them. Which one surprised you?"),
            ("Levers at home", "Photograph or draw three levers in your kitchen and mark the pivot."),
            ("Circuits", "Build the two circuits and explain why the second lamp is darker."),
            ("Light and shadow", "Explain the moon's phases with a lamp and an orange."),
            ("Density", "Find out whether the ring is gold without scratching it."),
            ("Bridge of paper", "Build a bridge of ten sheets and load it until it breaks."),
        ],
        lines: [
            "The paper ball fell as fast as the stone once it was crumpled.",
            "The pivot of the bottle opener is at the tip, not in the middle as I thought.",
            "In series both lamps share the voltage, so each gets half.",
            "At half moon the sun stands at a right angle to where I look.",
            "The ring pushed away 1.1 ml of water, so its density is too small for gold.",
            "The folded bridge carried eleven books, the rolled one fourteen.",
        ],
    },
];

pub(super) static COMPANY: &[Subject] = &[
    Subject {
        title: "Project management",
        summary: "Planning what can be planned and noticing early what cannot.",
        work: [
            ("Project brief", "One page: aim, people, limits, and how you will know it is done."),
            ("Work breakdown", "Break your project down until no part is longer than three days."),
            ("Risk list", "Ten risks with likelihood, effect and what you would do this week about the worst."),
            ("Status report", "A status report your head of department reads in one minute."),
            ("Estimation", "Estimate five tasks, do two of them, compare."),
            ("Lessons learned", "What would you do again, what never? Two pages, no names."),
        ],
        lines: [
            "It is done when the warehouse prints the labels itself for one week.",
            "Testing was one line of the plan and turned out to be nine.",
            "The likeliest risk is that the supplier answers late, so the order goes out this week.",
            "Green means nothing without the date on which it was last checked.",
            "I needed twice the time, most of it waiting for an answer.",
            "We would involve the night shift from the first day.",
        ],
    },
    Subject {
        title: "Data protection",
        summary: "What we may keep about people, and for how long.",
        work: [
            ("Your own desk", "List the personal data you touched last week and why."),
            ("Who may see what", "Draw who can open the customer file and strike out those who need not."),
            ("A wrong recipient", "A list went to the wrong address. Write the first three mails."),
            ("Keeping and deleting", "Find the retention time of five kinds of record and where it is written down."),
            ("Consent in plain words", "Rewrite the consent form so that your neighbour understands it."),
            ("Case study", "Which of the four requests must we answer, and by when?"),
        ],
        lines: [
            "I opened the customer file eleven times and needed it for four of them.",
            "The interns see everything because the folder is shared with the whole floor.",
            "The first mail says what happened and asks to delete, the second informs our officer.",
            "Invoices stay ten years, applications six months after the answer.",
            "We write to you once a month, and you can stop it with one click.",
            "The second request is from the person concerned, so the month begins today.",
        ],
    },
    Subject {
        title: "Writing for customers",
        summary: "Letters and answers that people understand at the first reading.",
        work: [
            ("Before and after", "Rewrite the reminder letter in half the words."),
            ("Saying no", "Refuse the request kindly and clearly, and offer what you can."),
            ("Subject lines", "Ten subject lines; tick the one you would open."),
            ("Answer to a complaint", "Answer the complaint. The apology must fit what happened."),
            ("Instructions", "How does one change the filter? Test it on a colleague."),
            ("Style sheet", "One page of rules for your team, each with an example."),
        ],
        lines: [
            "The old letter needed four sentences before it said what it wanted.",
            "We cannot change the date, but we can send somebody in the evening.",
            "I would open 'Your bill is lower this month' before any of the others.",
            "You waited three weeks for an answer. That was too long, and we are sorry.",
            "My colleague held the filter the wrong way round, so step two now has a picture.",
            "Say who does it: 'we check', not 'it is being checked'.",
        ],
    },
    Subject {
        title: "Spreadsheets that last",
        summary: "Tables other people can open in a year and still trust.",
        work: [
            ("One table, one thing", "Split the mixed sheet into tables, each about one kind of thing."),
            ("Names instead of cells", "Replace the cell addresses in the model by names."),
            ("Finding the error", "There are six errors in the sheet. Find them and say how a check would have."),
            ("Chart for the board", "One chart, one message, no legend."),
            ("What if", "Show what happens to the result when prices rise by 3, 5 and 8 per cent."),
            ("Hand-over note", "Half a page for the person who gets the sheet after you."),
        ],
        lines: [
            "Customers and orders were in one sheet, so each address was typed again and again.",
            "With the name for the tax rate the formula reads like a sentence.",
            "The sum left out the last row because it was added below the range.",
            "The line falls in March; that is the message, so it is the title.",
            "At eight per cent the second site no longer earns its rent.",
            "Yellow cells are for typing, everything else is worked out.",
        ],
    },
];
