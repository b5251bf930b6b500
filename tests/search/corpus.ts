/** A text as the API takes it. */
export interface AnnouncedText {
  readonly headline: string
  readonly subheadline?: string
  readonly summary?: string
  readonly department?: string
  readonly dateline?: { readonly place: string }
  readonly body: string
  readonly notes?: string
}

/** A release of an invented government, and what became of it. */
export interface Announced {
  /** What the judgements call it. */
  readonly name: string
  readonly kind: 'press-release' | 'statement' | 'advisory' | 'speech'
  readonly topics: readonly string[]
  readonly texts: { readonly en?: AnnouncedText; readonly ar?: AnnouncedText }
  readonly state: 'public' | 'draft' | 'embargoed' | 'withdrawn'
  /** The day under which it is filed; all are before 23 March 2026. */
  readonly at?: string
}

/** What the search is judged on. */
export const corpus: readonly Announced[] = [
  // In both languages.
  {
    name: 'water-plan',
    kind: 'press-release',
    topics: ['water'],
    state: 'public',
    at: '2026-01-12',
    texts: {
      en: {
        headline: 'Ministry of Water presents plan for dry summers',
        subheadline: 'Two reservoirs and 140 kilometres of new pipes by 2029',
        department: 'Ministry of Water',
        dateline: { place: 'Wadi al-Safa' },
        body: 'The Ministry of Water today presented its plan for dry summers. Engineers will repair leaking pipes first, and two reservoirs follow.\n\nFarmers get a discount on drip irrigation.',
      },
      ar: {
        headline: 'وزارة المياه تعرض خطتها لمواسم الجفاف',
        subheadline: 'خزانان و١٤٠ كيلومتراً من الأنابيب الجديدة حتى عام ٢٠٢٩',
        department: 'وزارة المياه',
        dateline: { place: 'وادي الصفا' },
        body: 'عرضت وزارة المياه اليوم خطتها لمواسم الجفاف. ويبدأ المهندسون بإصلاح الأنابيب المتسرّبة، ثم يُبنى الخزانان.\n\nويحصل المزارعون على حسم لدى شراء معدّات الريّ بالتنقيط.',
      },
    },
  },
  {
    name: 'budget-2026',
    kind: 'press-release',
    topics: ['budget'],
    state: 'public',
    at: '2025-12-18',
    texts: {
      en: {
        headline: 'Parliament adopts the 2026 budget',
        summary: 'Spending on schools and hospitals rises by nine percent.',
        department: 'Ministry of Finance',
        dateline: { place: 'Marsa al-Nour' },
        body: 'Parliament adopted the state budget for 2026 with 71 votes to 38. It provides 4,250 million for education and health.\n\nThe public debt falls for the second year.',
      },
      ar: {
        headline: 'مجلس النواب يُقرّ موازنة عام ٢٠٢٦',
        summary: 'الإنفاق على المدارس والمستشفيات يرتفع تسعة في المئة.',
        department: 'وزارة المالية',
        dateline: { place: 'مرسى النور' },
        body: 'أقرّ مجلس النواب الموازنة العامة لعام 2026 بأكثرية 71 صوتاً مقابل 38. وترصد الموازنة ٤٢٥٠ مليوناً للتعليم والصحة.\n\nويتراجع الدين العام للسنة الثانية على التوالي.',
      },
    },
  },
  {
    name: 'night-ferries',
    kind: 'press-release',
    topics: ['transport'],
    state: 'public',
    at: '2025-07-01',
    texts: {
      en: {
        headline: 'Night ferries to the islands start on 15 July',
        department: 'Department of Transport',
        dateline: { place: 'Marsa al-Nour' },
        body: 'Night ferries will connect Marsa al-Nour with the three inhabited islands. The fare is that of the day.\n\n> “A quarter of an hour decides whether people sleep at home,” said Omar Sabbagh.',
      },
      ar: {
        headline: 'انطلاق العبّارات الليلية إلى الجزر في ١٥ تموز',
        department: 'دائرة النقل',
        dateline: { place: 'مرسى النور' },
        body: 'تصل العبّارات الليلية مرسى النور بالجزر الثلاث المأهولة. والأجرة هي نفسها المعتمدة نهاراً.\n\n> وقال عمر صبّاغ: «ربع ساعة هو الفارق بين أن يبيت الناس في بيوتهم أو خارجها».',
      },
    },
  },
  {
    name: 'ferry-strike',
    kind: 'statement',
    topics: ['transport'],
    state: 'public',
    at: '2026-02-20',
    texts: {
      en: {
        headline: 'Statement on the strike of seafarers',
        department: 'Department of Transport',
        body: 'The department regrets that no ferry sails today and invites both sides to talks. Tickets are refunded.',
      },
      ar: {
        headline: 'بيان بشأن إضراب البحّارة',
        department: 'دائرة النقل',
        body: 'تأسف الدائرة لتوقّف العبّارات اليوم وتدعو الطرفين إلى الحوار. وتُردّ أثمان التذاكر.',
      },
    },
  },
  {
    name: 'flu-vaccines',
    kind: 'press-release',
    topics: ['health'],
    state: 'public',
    at: '2025-10-05',
    texts: {
      en: {
        headline: 'Free flu vaccination for everyone over sixty',
        department: 'Ministry of Health',
        body: 'From Monday, clinics vaccinate everyone over sixty free of charge. 85,000 doses have arrived.',
        notes: 'Vaccines were bought together with UNICEF.',
      },
      ar: {
        headline: 'لقاح مجاني ضد الإنفلونزا لمن تجاوزوا الستين',
        department: 'وزارة الصحة',
        body: 'تبدأ المراكز الصحية يوم الاثنين بتطعيم من تجاوزوا الستين مجاناً. وقد وصلت ٨٥٬٠٠٠ جرعة.',
        notes: 'جرى شراء اللقاحات بالتعاون مع الـUNICEF.',
      },
    },
  },
  {
    name: 'school-year',
    kind: 'press-release',
    topics: ['education'],
    state: 'public',
    at: '2025-09-01',
    texts: {
      en: {
        headline: 'School year begins with 312 new teachers',
        department: 'Ministry of Education',
        body: 'The school year began today. 312 teachers taught their first lesson, most of them in villages.',
      },
      ar: {
        headline: 'العام الدراسي يبدأ بـ312 معلّماً جديداً',
        department: 'وزارة التربية',
        body: 'بدأ العام الدراسي اليوم، وأعطى ٣١٢ معلّماً ومعلّمة درسهم الأول، ومعظمهم في القرى. ووُزّع الكِتاب المدرسي مجاناً.',
      },
    },
  },
  {
    name: 'library',
    kind: 'press-release',
    topics: ['culture'],
    state: 'public',
    at: '2025-04-23',
    texts: {
      en: {
        headline: 'National Library opens its reading room at night',
        body: 'The reading room of the National Library is open until midnight. A thousand books can be read on the spot.',
      },
      ar: {
        headline: 'المكتبة الوطنية تفتح قاعة المطالعة ليلاً',
        body: 'تفتح المكتبة الوطنية قاعة المطالعة حتى منتصف الليل، ويمكن الاطّلاع على ألف كتاب في المكان.',
      },
    },
  },
  {
    name: 'committee',
    kind: 'press-release',
    topics: ['accountability'],
    state: 'public',
    at: '2025-11-11',
    texts: {
      en: {
        headline: 'Committee of inquiry into the harbour fire named',
        body: 'The government has named a committee of five. It reports in public every month.',
      },
      ar: {
        headline: 'تشكيل لجنة للتحقيق في حريق المرفأ',
        body: 'شكّلت الحكومة لجنة من خمسة أعضاء، وعلى اللجنة أن تقدّم تقريراً علنياً كل شهر.',
      },
    },
  },
  {
    name: 'paradise-garden',
    kind: 'press-release',
    topics: ['culture'],
    state: 'public',
    at: '2025-05-10',
    texts: {
      en: {
        headline: 'Paradise Garden reopens after two years',
        body: 'The old garden has new paths, benches and shade.',
      },
      ar: {
        headline: 'حديقة الجنة تفتح أبوابها من جديد',
        body: 'عادت الحديقة القديمة بممرات ومقاعد وظلال جديدة.',
      },
    },
  },
  {
    name: 'identity-cards',
    kind: 'press-release',
    topics: ['administration'],
    state: 'public',
    at: '2025-03-17',
    texts: {
      en: {
        headline: 'Identity cards in ten days',
        department: 'Ministry of the Interior',
        body: 'An identity card now takes ten days instead of forty. Counters stay open at noon.',
      },
      ar: {
        headline: 'بطاقة الهوية خلال عشرة أيام',
        department: 'وزارة الداخلية',
        body: 'باتت البطاقة تصدر خلال عشرة أيام بدلاً من أربعين، ولا تُغلق الشبابيك ظهراً.',
      },
    },
  },
  {
    name: 'solar-energy',
    kind: 'press-release',
    topics: ['energy'],
    state: 'public',
    at: '2026-03-02',
    texts: {
      en: {
        headline: 'Solar energy for forty schools',
        department: 'Ministry of Energy',
        body: 'Panels on forty roofs deliver 1.5 megawatts. What the schools do not use goes into the grid.',
      },
      ar: {
        headline: 'الطاقة الشمسية لأربعين مدرسة',
        department: 'وزارة الطاقة',
        body: 'تنتج الألواح على أربعين سطحاً ١٫٥ ميغاواط، ويُضخّ الفائض في الشبكة.',
      },
    },
  },
  {
    name: 'dam-inspection',
    kind: 'advisory',
    topics: ['water'],
    state: 'public',
    at: '2026-02-04',
    texts: {
      en: {
        headline: 'Media advisory: visit to the Tell Zaytoun dam',
        dateline: { place: 'Tell Zaytoun' },
        body: '- **When:** 10 February 2026, 9:30\n- **Where:** the crest of the dam\n- **Who:** the engineers who inspect it\n\nPlease register with the [press desk](mailto:press@example.org).',
      },
      ar: {
        headline: 'إشعار للإعلاميين: زيارة سدّ تل زيتون',
        dateline: { place: 'تل زيتون' },
        body: '- **الموعد:** 10 شباط 2026، الساعة 9:30\n- **المكان:** أعلى السدّ\n- **المتحدثون:** المهندسون الذين يفحصون السد\n\nيُرجى التسجيل لدى [المكتب الصحفي](mailto:press@example.org).',
      },
    },
  },
  {
    name: 'open-data',
    kind: 'press-release',
    topics: ['administration', 'accountability'],
    state: 'public',
    at: '2025-06-16',
    texts: {
      en: {
        headline: 'Government’s data are open from today',
        subheadline: 'More than 900 tables, from bus stops to budgets',
        body: 'More than 900 tables can be downloaded without registration, under an open licence.',
      },
      ar: {
        headline: 'بيانات الحكومة مفتوحة اعتباراً من اليوم',
        subheadline: 'أكثر من ٩٠٠ جدول، من مواقف الحافلات إلى الموازنات',
        body: 'يمكن تنزيل أكثر من ٩٠٠ جدول من دون تسجيل وبرخصة مفتوحة.',
      },
    },
  },
  {
    name: 'germany-treaty',
    kind: 'press-release',
    topics: ['foreign-affairs'],
    state: 'public',
    at: '2025-08-19',
    texts: {
      en: {
        headline: 'Treaty with Germany on vocational training signed',
        dateline: { place: 'Zürich' },
        body: 'The treaty lets 200 apprentices a year train in Düsseldorf and Łódź.',
      },
      ar: {
        headline: 'توقيع اتفاقية مع ألمانيا للتدريب المهني',
        dateline: { place: 'زوريخ' },
        body: 'تتيح الاتفاقية لمئتي متدرّب سنوياً التدرّب في دوسلدورف.',
      },
    },
  },
  {
    name: 'wheat-harvest',
    kind: 'press-release',
    topics: ['agriculture'],
    state: 'public',
    at: '2025-06-30',
    texts: {
      en: {
        headline: 'Wheat harvest better than expected',
        department: 'Ministry of Agriculture',
        body: 'Farmers harvested 310,000 tonnes. Silos in the north are full; drought spared the coast.',
      },
      ar: {
        headline: 'محصول القمح أفضل من المتوقع',
        department: 'وزارة الزراعة',
        body: 'حصد المزارعون ٣١٠ آلاف طن. وامتلأت الصوامع في الشمال، ولم يُصب الجفاف الساحل.',
      },
    },
  },
  {
    name: 'minister-speech',
    kind: 'speech',
    topics: ['health'],
    state: 'public',
    at: '2025-04-07',
    texts: {
      en: {
        headline: 'Minister of Health: a hospital is a promise',
        body: 'Ladies and gentlemen, a hospital is a promise that someone is awake. We are building three.',
      },
      ar: {
        headline: 'وزير الصحة: المستشفى وعدٌ',
        body: 'سيداتي سادتي، المستشفى وعدٌ بأن أحداً ما لا ينام. ونحن نبني ثلاثة مستشفيات.',
      },
    },
  },
  {
    name: 'airport-bus',
    kind: 'press-release',
    topics: ['transport'],
    state: 'public',
    at: '2024-05-02',
    texts: {
      en: {
        headline: 'Bus line 24 reaches the airport',
        body: 'Line 24 runs every twenty minutes, also at night. Buses take bicycles.',
      },
      ar: {
        headline: 'خط الحافلات ٢٤ يصل إلى المطار',
        body: 'تسير حافلات الخط 24 كل عشرين دقيقة، وليلاً أيضاً، وتنقل الدراجات.',
      },
    },
  },
  {
    name: 'flood-warning',
    kind: 'statement',
    topics: ['water', 'safety'],
    state: 'public',
    at: '2024-11-28',
    texts: {
      en: {
        headline: 'Flood warning for the lower valley',
        body: 'Heavy rain is expected. Roads along the river may be flooded by evening; do not drive through water.',
      },
      ar: {
        headline: 'تحذير من الفيضانات في الوادي الأسفل',
        body: 'يُتوقع هطول أمطار غزيرة. وقد تغمر المياه الطرق بمحاذاة النهر مساءً.',
      },
    },
  },
  // Not public, or not any more.
  {
    name: 'draft-water-tariff',
    kind: 'press-release',
    topics: ['water'],
    state: 'draft',
    texts: {
      en: {
        headline: 'Water tariff to rise in autumn',
        body: 'The ministry of water raises the tariff, says this unfinished draft about zirconium meters.',
      },
      ar: {
        headline: 'رفع تعرفة المياه في الخريف',
        body: 'ترفع وزارة المياه التعرفة وتركّب عدّادات الزركونيوم.',
      },
    },
  },
  {
    name: 'embargoed-census',
    kind: 'press-release',
    topics: ['administration'],
    state: 'embargoed',
    texts: {
      en: {
        headline: 'Census counts 6.2 million inhabitants',
        body: 'The census counted 6.2 million inhabitants, among them 410 centenarians.',
      },
      ar: {
        headline: 'التعداد يحصي ٦٫٢ ملايين نسمة',
        body: 'أحصى التعداد ٦٫٢ ملايين نسمة، منهم ٤١٠ معمّرين.',
      },
    },
  },
  {
    name: 'withdrawn-timetable',
    kind: 'press-release',
    topics: ['transport'],
    state: 'withdrawn',
    at: '2025-06-10',
    texts: {
      en: {
        headline: 'Night ferries to the islands from 1 July',
        body: 'Ferries leave at 21:45, says the superseded timetable of the catamaran.',
      },
      ar: {
        headline: 'العبّارات الليلية إلى الجزر من الأول من تموز',
        body: 'تنطلق العبّارات عند الساعة 21:45 وفق جدول الكتماران.',
      },
    },
  },
  {
    name: 'draft-appointment',
    kind: 'statement',
    topics: [],
    state: 'draft',
    texts: { en: { headline: 'Appointment of the ombudswoman', body: 'Not decided yet.' } },
  },
  {
    name: 'embargoed-rates',
    kind: 'press-release',
    topics: ['budget'],
    state: 'embargoed',
    texts: { ar: { headline: 'البنك المركزي يخفض الفائدة', body: 'خفض البنك الفائدة نصف نقطة.' } },
  },
  {
    name: 'withdrawn-recall',
    kind: 'statement',
    topics: ['health'],
    state: 'withdrawn',
    at: '2025-02-02',
    texts: { en: { headline: 'Recall of baby formula', body: 'The recall concerned lot 77-Q.' } },
  },
  // In Arabic only.
  {
    name: 'bank-loans',
    kind: 'press-release',
    topics: ['economy'],
    state: 'public',
    at: '2025-09-22',
    texts: {
      ar: {
        headline: 'قروض ميسّرة للمشاريع الصغيرة',
        department: 'وزارة الاقتصاد',
        body: 'يقدّم بنك التنمية قروضاً بفائدة 2% للمشاريع الصغيرة والمتوسطة، وللنساء الأولوية.',
      },
    },
  },
  {
    name: 'municipal-elections',
    kind: 'press-release',
    topics: ['elections'],
    state: 'public',
    at: '2025-05-04',
    texts: {
      ar: {
        headline: 'الانتخابات البلدية في السابع من حزيران',
        department: 'وزارة الداخلية',
        body: 'دُعي الناخبون إلى انتخاب المجالس البلدية في ٢١٤ بلدة ومدينة. ولكل ناخب بطاقة انتخابية واحدة.',
      },
    },
  },
  {
    name: 'navy-rescue',
    kind: 'statement',
    topics: ['safety'],
    state: 'public',
    at: '2025-10-30',
    texts: {
      ar: {
        headline: 'البحرية تنقذ صيّادين قرب الجزر',
        body: 'أنقذت القوات البحرية صيّادين تعطّل مركبهم على بُعد ستة أميال، وهما بعيدان عن الخطر.',
      },
    },
  },
  {
    name: 'press-freedom',
    kind: 'statement',
    topics: ['accountability'],
    state: 'public',
    at: '2025-05-03',
    texts: {
      ar: {
        headline: 'حُرِّيَّةُ الصِّحَافَةِ حَقٌّ لِلْجَمِيعِ',
        body: 'في اليوم العالمي لحرية الصحافة تؤكد الحكومة أن الحرية لا تُمنح بل تُصان، وأن لكل صحفي الحق في السؤال.',
      },
    },
  },
  {
    name: 'feast-hours',
    kind: 'press-release',
    topics: ['administration'],
    state: 'public',
    at: '2025-03-28',
    texts: {
      ar: {
        headline: 'دوام الدوائر خلال عيد الفطر',
        body: 'تُغلق الدوائر الرسمية ثلاثة أيام بمناسبة العيد، وتبقى أقسام الطوارئ مفتوحة.',
      },
    },
  },
  {
    name: 'land-registry',
    kind: 'press-release',
    topics: ['administration'],
    state: 'public',
    at: '2025-01-20',
    texts: {
      ar: {
        headline: 'السجل العقاري على الإنترنت',
        body: 'يمكن للمواطنين طلب بيان قيد عقاري من دون زيارة الدائرة، ولمواطنينا في الخارج أيضاً.',
      },
    },
  },
  {
    name: 'hospital-north',
    kind: 'press-release',
    topics: ['health'],
    state: 'public',
    at: '2026-01-28',
    texts: {
      ar: {
        headline: 'افتتاح مستشفى الشمال بسعة ١٢٠ سريراً',
        department: 'وزارة الصحة',
        dateline: { place: 'تل زيتون' },
        body: 'افتُتح اليوم مستشفى الشمال، ويضمّ قسماً للطبّ النووي ومهبطاً للمروحيات.',
      },
    },
  },
  {
    name: 'tatweel-festival',
    kind: 'press-release',
    topics: ['culture'],
    state: 'public',
    at: '2025-07-14',
    texts: {
      ar: {
        headline: 'مهـــرجان الموسيـــقى على شاطئ النــور',
        body: 'يستمر المهرجان خمس ليالٍ بمشاركة فرق من لبنان وتونس وعُمان.',
      },
    },
  },
  // In English only.
  {
    name: 'harbour-works',
    kind: 'press-release',
    topics: ['transport'],
    state: 'public',
    at: '2025-02-11',
    texts: {
      en: {
        headline: 'Harbour gets a second pier',
        dateline: { place: 'Marsa al-Nour' },
        body: 'Works on the second pier start in March. During the works, the ferry to Ra’s Fanār leaves from the old quay.',
      },
    },
  },
  {
    name: 'film-prize',
    kind: 'press-release',
    topics: ['culture'],
    state: 'public',
    at: '2025-10-18',
    texts: {
      en: {
        headline: 'Prize for “L’Eau et les Rêves” at the Café Béchara',
        body: 'Director Zoë Ångström received the prize in São Tomé. The naïve hero of her film counts waves.',
      },
    },
  },
  {
    name: 'rabies',
    kind: 'advisory',
    topics: ['health', 'safety'],
    state: 'public',
    at: '2025-08-08',
    texts: {
      en: {
        headline: 'Dogs must be vaccinated against rabies',
        body: 'Owners have until October. Veterinary offices near you help on Saturdays and are not closed for lunch.',
      },
    },
  },
  {
    name: 'cyber-agency',
    kind: 'press-release',
    topics: ['safety'],
    state: 'public',
    at: '2025-11-24',
    texts: {
      en: {
        headline: 'Agency for cyber security hires forty analysts',
        body: 'The agency is hiring. Applications are open until the end of the year; COBOL is welcome.',
        notes: 'The agency was founded in 2021 as CERT-M5.',
      },
    },
  },
  {
    name: 'news-archive',
    kind: 'press-release',
    topics: ['culture', 'administration'],
    state: 'public',
    at: '2025-12-01',
    texts: {
      en: {
        headline: 'Archive of radio news goes online',
        body: 'Sixty years of broadcasts can be heard, among them the first report on the budget of 1966.',
      },
    },
  },
  {
    name: 'bridge-opening',
    kind: 'press-release',
    topics: ['transport'],
    state: 'public',
    at: '2024-09-15',
    texts: {
      en: {
        headline: 'New bridge over the Safa opened',
        summary: 'The bridge saves lorries forty minutes.',
        body: 'The bridge is 412 metres long. It has lanes for walking and cycling.',
      },
    },
  },
  {
    name: 'water-quality',
    kind: 'statement',
    topics: ['water', 'health'],
    state: 'public',
    at: '2025-08-25',
    texts: {
      en: {
        headline: 'Tap water in Marsa al-Nour is safe',
        department: 'Ministry of Health',
        body: 'All 36 samples of tap water meet the standard. Boiling is no longer necessary.',
      },
    },
  },
  {
    name: 'pension-reform',
    kind: 'press-release',
    topics: ['budget', 'economy'],
    state: 'public',
    at: '2026-03-10',
    texts: {
      en: {
        headline: 'Pensions rise with prices',
        body: 'From 2027, pensions follow the price index. The budget for water works is not touched.',
      },
    },
  },
  {
    name: 'weather-radar',
    kind: 'press-release',
    topics: ['safety'],
    state: 'public',
    at: '2024-12-12',
    texts: {
      en: {
        headline: 'Third weather radar in operation',
        body: 'The radar sees storms an hour earlier. Forecasts and warnings are available through an API.',
      },
    },
  },
]
