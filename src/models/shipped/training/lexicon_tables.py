"""The tables of the lexicon. Nouns: `singular[/plural] Korean [counter]`, '-' as plural marks a mass noun, '-' as
counter one that is never counted. Verbs: English forms, Korean dictionary form, irregular class. Adjectives: English,
Korean dictionary form, irregular class, '!' when only the form before a noun is used.
"""

NOUNS = {
    'person': (
        '명',
        'man/men 남자; woman/women 여자; boy 소년; girl 소녀; child/children 아이; student 학생; teacher 선생님 분; '
        'doctor 의사; nurse 간호사; friend 친구; mother 어머니 분; father 아버지 분; grandmother 할머니 분; '
        'grandfather 할아버지 분; baby 아기; farmer 농부; cook 요리사; singer 가수; writer 작가; painter 화가; '
        'soldier 군인; king 왕; queen 여왕; neighbor 이웃; driver 운전사; baker 제빵사; scientist 과학자; '
        'lawyer 변호사; dancer 무용수; prince 왕자; princess 공주; thief/thieves 도둑; hunter 사냥꾼; guest 손님 분',
    ),
    'animal': (
        '마리',
        'animal 동물; cat 고양이; dog 개; bird 새; horse 말; cow 소; pig 돼지; rabbit 토끼; fox 여우; bear 곰; '
        'tiger 호랑이; lion 사자; monkey 원숭이; mouse/mice 쥐; duck 오리; chicken 닭; goat 염소; '
        'elephant 코끼리; wolf/wolves 늑대; frog 개구리; snake 뱀; turtle 거북이; squirrel 다람쥐; '
        'creature 생물; puppy 강아지; penguin 펭귄; whale 고래; butterfly 나비',
    ),
    'food': (
        '개',
        'apple 사과; egg 달걀; banana 바나나; orange 오렌지; potato/potatoes 감자; carrot 당근; cookie 쿠키; '
        'peach 복숭아; strawberry 딸기; tomato/tomatoes 토마토; sandwich 샌드위치; onion 양파; mushroom 버섯; '
        'watermelon 수박; bread/- 빵; rice/- 밥; fish/- 생선; meat/- 고기; soup/- 수프; cheese/- 치즈; '
        'kimchi/- 김치; salad/- 샐러드; chocolate/- 초콜릿; cake 케이크',
    ),
    'drink': ('잔', 'water/- 물; milk/- 우유; coffee/- 커피; tea/- 차; juice/- 주스; wine/- 와인; beer/- 맥주'),
    'text': (
        '권',
        'book 책; letter 편지 통; newspaper 신문 부; poem 시 편; story 이야기 편; novel 소설; magazine 잡지; '
        'report 보고서 편; message 메시지 개',
    ),
    'thing': (
        '개',
        'ball 공; box 상자; key 열쇠; bag 가방; umbrella 우산; clock 시계; pencil 연필 자루; pen 펜 자루; cup 컵; '
        'bottle 병; knife/knives 칼 자루; spoon 숟가락; plate 접시; lamp 램프; mirror 거울; picture 그림 장; '
        'photo 사진 장; camera 카메라 대; phone 전화기 대; computer 컴퓨터 대; ticket 표 장; gift 선물; '
        'toy 장난감; doll 인형; coin 동전; candle 양초; basket 바구니; blanket 담요; balloon 풍선; '
        'flower 꽃 송이; stone 돌; map 지도 장',
    ),
    'clothes': (
        '개',
        'hat 모자; coat 외투 벌; shirt 셔츠 벌; dress 원피스 벌; skirt 치마 벌; scarf/scarves 목도리; '
        'shoes/- 신발; socks/- 양말; gloves/- 장갑; ring 반지',
    ),
    'furniture': ('개', 'table 탁자; desk 책상; chair 의자; bed 침대; sofa 소파; mat 매트'),
    'opening': ('개', 'door 문; window 창문'),
    'place': (
        '곳',
        'school 학교; park 공원; house 집 채; library 도서관; market 시장; hospital 병원; office 사무실; '
        'store 가게; bank 은행; church 교회; station 역; airport 공항; restaurant 식당; hotel 호텔; '
        'museum 박물관; theater 극장; kitchen 부엌; room 방; garden 정원; village 마을; city 도시; farm 농장; '
        'cafe 카페; factory 공장; castle 성; bakery 빵집; zoo 동물원; cave 동굴',
    ),
    'open': (
        '곳',
        'forest 숲; beach 해변; river 강 -; mountain 산 -; lake 호수 -; island 섬 -; street 길 -; bridge 다리 개; field 들판 -; '
        'road 도로 -; sea 바다 -',
    ),
    'vehicle': ('대', 'car 자동차; bus 버스; train 기차; bicycle 자전거; taxi 택시; airplane 비행기; ship 배 척; truck 트럭; '
                'van 승합차; ferry 여객선 척; motorcycle 오토바이'),
    'line': ('대', 'subway 지하철'),
    'tree': ('그루', 'tree 나무'),
    'subject': ('개', 'English/- 영어; Korean/- 한국어; math/- 수학; history/- 역사; music/- 음악; science/- 과학'),
}


# frame: who does it, and to what. Groups are joined by '+'; 'X>particle' names the particle of the object.
BEINGS, PEOPLE, GOODS = 'person+animal', 'person', 'food+text+thing+clothes'
VERBS = [
    # verb(s) | subject | object (empty: none)
    ('sleep:slept 자다; cry 울다; run:ran:running 달리다; walk 걷다 ㄷ; rest 쉬다; wait 기다리다; arrive 도착하다; '
     'jump 뛰다; hide:hid 숨다; disappear 사라지다; move 움직이다; swim:swam:swimming 헤엄치다', BEINGS, ''),
    ('work 일하다; dance 춤추다; sing:sang 노래하다; laugh 웃다; shout 소리치다; travel 여행하다; exercise 운동하다; '
     'study 공부하다', PEOPLE, ''),
    ('eat:ate 먹다', BEINGS, 'food'),
    ('cook 요리하다', PEOPLE, 'fish meat rice soup egg potato mushroom'),
    ('drink:drank 마시다', BEINGS, 'drink'),
    ('read:read 읽다', PEOPLE, 'text map'),
    ('write:wrote:writing 쓰다', PEOPLE, 'letter poem story novel report message book'),
    ('buy:bought 사다; sell:sold 팔다', PEOPLE, GOODS + '+vehicle+furniture'),
    ('choose:chose 고르다 르; lose:lost 잃어버리다; steal:stole 훔치다', PEOPLE, GOODS),
    ('find:found 찾다', PEOPLE, GOODS + '+animal+person'),
    ('make:made 만들다', PEOPLE, 'cake bread soup salad box toy doll bag dress coat candle chair table kimchi'),
    ('draw:drew 그리다', PEOPLE, 'animal+tree+place+person'),
    ('carry 나르다 르', PEOPLE, 'thing+furniture+food'),
    ('open:opened 열다; close 닫다', PEOPLE, 'opening box bag bottle store'),
    ('break:broke 깨뜨리다', PEOPLE, 'cup plate window mirror bottle egg clock'),
    ('wash 씻다', PEOPLE, 'apple potato carrot strawberry tomato cup plate spoon peach'),
    ('clean 청소하다', PEOPLE, 'house room kitchen office garden store church'),
    ('help 돕다 ㅂ', PEOPLE, 'person+animal'),
    ('meet:met 만나다; invite 초대하다', PEOPLE, 'person'),
    ('love 사랑하다', PEOPLE, 'person+animal'),
    ('follow 따라가다', BEINGS, 'person+animal'),
    ('chase 쫓다; catch:caught 잡다', BEINGS, 'animal thief'),
    ('like 좋아하다; hate 싫어하다', BEINGS, 'food+drink+person+animal+subject+place'),
    ('see:saw 보다', BEINGS, 'person+animal+thing+tree+place+open+vehicle'),
    ('remember 기억하다; forget:forgot 잊다', PEOPLE, 'person+text+place'),
    ('teach:taught 가르치다; learn 배우다', PEOPLE, 'subject'),
    ('throw:threw 던지다', PEOPLE, 'ball stone bag hat box'),
    ('push 밀다', PEOPLE, 'furniture+opening car bicycle box'),
    ('pull 당기다', PEOPLE, 'chair box table desk door'),
    ('use 사용하다', PEOPLE, 'umbrella pencil pen knife spoon camera phone computer map'),
    ('want:wanted 원하다', BEINGS, 'food+drink+thing'),
    ('cut:cut:cutting 자르다 르', PEOPLE, 'bread cake apple onion carrot cheese watermelon tree meat'),
    ('build:built 짓다 ㅅ', PEOPLE, 'house school church hospital castle hotel library museum'),
    ('borrow 빌리다', PEOPLE, 'book umbrella pencil pen bicycle camera car novel magazine'),
    ('paint 칠하다', PEOPLE, 'house door chair table box'),
    ('count 세다', PEOPLE, 'coin apple egg ball bird'),
    ('drive:drove:driving 운전하다', PEOPLE, 'car bus taxi train truck van'),
    ('ride:rode:riding 타다', PEOPLE, 'horse bicycle elephant bus train subway motorcycle ferry'),
    ('cross 건너다', BEINGS, 'street bridge river road'),
    ('climb 오르다>에 르', BEINGS, 'mountain tree'),
    ('enter:entered 들어가다>에', BEINGS, 'room house garden store castle library cave forest'),
    ('visit:visited 방문하다', PEOPLE, 'place'),
    ('leave:left 떠나다', BEINGS, 'house village city island farm forest castle'),
    ('roam 돌아다니다', BEINGS, 'forest park street beach field village island garden'),
    ('plant:planted 심다', PEOPLE, 'tree flower potato tomato'),
    ('pick 따다', PEOPLE, 'apple peach strawberry orange tomato'),
    ('raise 키우다', PEOPLE, 'animal'),
    ('hold:held 들다', PEOPLE, 'bag box cup umbrella balloon candle ball flower'),
    ('touch 만지다', BEINGS, 'thing+animal'),
    ('hug:hugged:hugging 안다', PEOPLE, 'baby child dog cat puppy doll friend rabbit'),
    ('fix 고치다', PEOPLE, 'vehicle clock camera computer phone door chair'),
    ('hear:heard 듣다 ㄷ', BEINGS, 'story music'),
    ('believe 믿다', PEOPLE, 'person story'),
    ('call 부르다 르', PEOPLE, 'person dog cat taxi'),
    ('wear:wore:wearing 입다', PEOPLE, 'coat shirt dress skirt'),
    ('wear:wore:wearing 쓰다', PEOPLE, 'hat'),
    ('wear:wore:wearing 신다', PEOPLE, 'shoes socks'),
    ('wear:wore:wearing 끼다', PEOPLE, 'gloves ring'),
    ('protect:protected 지키다', BEINGS, 'person+animal house village castle'),
    ('need:needed 필요하다>subject adj', PEOPLE, 'food+drink+thing+clothes'),
]


# adjective | what it may describe
ADJECTIVES = [
    ('tired 피곤하다; happy 행복하다; sad 슬프다; hungry 배고프다; busy 바쁘다; sick 아프다; weak 약하다; '
     'strong 강하다; lazy 게으르다 르', BEINGS),
    ('kind 친절하다; smart 똑똑하다; brave 용감하다; young 젊다; diligent 부지런하다; poor 가난하다; honest 정직하다', PEOPLE),
    ('cute 귀엽다 ㅂ', 'animal baby girl boy child puppy doll'),
    ('big 크다; small 작다', 'animal+thing+place+vehicle+tree+furniture+opening lake island river bridge egg apple'),
    ('long 길다', 'river bridge street road story novel scarf skirt pencil'),
    ('short 짧다', 'river bridge street road story novel pencil poem letter'),
    ('tall 높다', 'mountain tree church castle museum'),
    ('wide 넓다', 'street road river field room sea lake garden bridge park bed'),
    ('narrow 좁다', 'street road room bridge kitchen bed cave'),
    ('deep 깊다', 'river lake sea forest cave'),
    ('heavy 무겁다 ㅂ', 'box bag stone table desk chair bed book camera coat watermelon'),
    ('light 가볍다 ㅂ', 'box bag chair ball umbrella balloon computer camera coat'),
    ('new 새롭다 ㅂ', 'thing+text+vehicle+furniture+clothes house school'),
    ('old 오래되다 !', 'thing+text+vehicle+furniture+clothes+place bridge tree'),
    ('expensive 비싸다; cheap 싸다', 'thing+clothes+vehicle+furniture house cake meat fish wine'),
    ('clean 깨끗하다; dirty 더럽다 ㅂ', 'thing+clothes+furniture room kitchen street river beach window water'),
    ('beautiful 아름답다 ㅂ', 'open+place flower tree woman queen princess bird poem music dress'),
    ('pretty 예쁘다', 'flower doll dress skirt girl bird butterfly ring hat cup'),
    ('fluffy 복슬복슬하다', 'cat dog rabbit puppy creature squirrel bear blanket doll'),
    ('verdant 푸르다 러', 'forest field mountain island garden'),
    ('hot 뜨겁다 ㅂ', 'water coffee tea soup milk bread potato'),
    ('cold 차갑다 ㅂ', 'water coffee tea milk juice beer soup'),
    ('delicious 맛있다 exist', 'food coffee juice wine'),
    ('sweet 달다', 'apple banana orange peach strawberry watermelon cake cookie juice chocolate'),
    ('salty 짜다', 'soup kimchi cheese fish meat'),
    ('sour 시다', 'orange kimchi apple peach tomato juice'),
    ('fresh 신선하다', 'food milk juice'),
    ('interesting 재미있다 exist', 'text+subject'),
    ('boring 지루하다', 'text+subject'),
    ('difficult 어렵다 ㅂ; easy 쉽다 ㅂ', 'subject book novel poem report'),
    ('famous 유명하다', 'singer writer painter scientist dancer cook museum restaurant castle novel picture'),
    ('quiet 조용하다; noisy 시끄럽다 ㅂ', 'place street beach child student'),
    ('dark 어둡다 ㅂ; bright 밝다', 'room kitchen street house cave forest'),
    ('fast 빠르다 르; slow 느리다', 'animal+vehicle'),
    ('soft 부드럽다 ㅂ', 'blanket bread cake bed sofa scarf cheese'),
    ('dangerous 위험하다; safe 안전하다', 'street road bridge river mountain sea city tiger'),
    ('important 중요하다', 'report message letter key book'),
    ('strange 이상하다', 'animal+thing+text man woman'),
    ('white 하얗다 ㅎ; black 까맣다 ㅎ; red 빨갛다 ㅎ; blue 파랗다 ㅎ; yellow 노랗다 ㅎ',
     'flower bird cat dog rabbit horse creature ball box bag umbrella car bus bicycle hat coat shirt dress '
     'skirt house door chair balloon pencil'),
    ('round 둥글다', 'table ball stone mirror clock plate box'),
    ('wet 젖다 ! verb', 'clothes dog cat umbrella bag street'),
    ('empty 비다 ! verb', 'box bag cup bottle room house plate basket street'),
]
