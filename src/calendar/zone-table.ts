/**
 * The time zones that Dataverse numbers, one per line:
 *
 *     index | standard offset | Windows name | places | IANA zone, then others of the same time | note
 *
 * - The index is `timezonedefinition.timezonecode`, the number in `msevtmgt_eventtimezone`. It is
 *   Microsoft's and never changes its meaning; numbers were once handed out from west to east.
 *   A `-` marks a Windows zone that has no published number but that Microsoft Graph may name.
 * - The standard offset is what clocks show in 2027 outside summer time. A test holds it against the
 *   IANA database of the running Node, so a new release of that database shows what has to change here.
 * - Other IANA zones are listed where several Windows zones share one offset and the place decides
 *   (Vienna belongs to W. Europe, Warsaw to Central European); the rest is found by behaviour.
 * - Notes: `retired` = accepted in stored rows, not offered for new ones. `was +hh:mm, why` = the
 *   place changed its offset; existing exports and clients may still carry the former one.
 */
export const zoneTable = `
0   | -12:00 | Dateline Standard Time | International Date Line West | Etc/GMT+12
1   | +13:00 | Samoa Standard Time | Samoa | Pacific/Apia
2   | -10:00 | Hawaiian Standard Time | Hawaii | Pacific/Honolulu Pacific/Rarotonga Pacific/Tahiti Pacific/Johnston
3   | -09:00 | Alaskan Standard Time | Alaska | America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat
4   | -08:00 | Pacific Standard Time | Pacific Time (US & Canada) | America/Los_Angeles
5   | -08:00 | Pacific Standard Time (Mexico) | Baja California | America/Tijuana
6   | -11:00 | UTC-11 | Coordinated Universal Time-11 | Etc/GMT+11 Pacific/Pago_Pago Pacific/Midway Pacific/Niue
7   | -10:00 | Aleutian Standard Time | Aleutian Islands | America/Adak
8   | -09:30 | Marquesas Standard Time | Marquesas Islands | Pacific/Marquesas
9   | -09:00 | UTC-09 | Coordinated Universal Time-09 | Etc/GMT+9 Pacific/Gambier
10  | -07:00 | Mountain Standard Time | Mountain Time (US & Canada) | America/Denver America/Boise America/Ciudad_Juarez
11  | -08:00 | UTC-08 | Coordinated Universal Time-08 | Etc/GMT+8 Pacific/Pitcairn
12  | -07:00 | Mountain Standard Time (Mexico) | La Paz, Mazatlan | America/Mazatlan
13  | -07:00 | Mexico Standard Time 2 | Chihuahua, La Paz, Mazatlan - Old | America/Mazatlan | retired
15  | -07:00 | US Mountain Standard Time | Arizona | America/Phoenix America/Hermosillo America/Creston America/Dawson_Creek America/Fort_Nelson America/Vancouver
20  | -06:00 | Central Standard Time | Central Time (US & Canada) | America/Chicago America/Matamoros America/Ojinaga
25  | -06:00 | Canada Central Standard Time | Saskatchewan | America/Regina America/Swift_Current America/Edmonton
29  | -06:00 | Central Standard Time (Mexico) | Guadalajara, Mexico City, Monterrey | America/Mexico_City America/Monterrey America/Merida America/Chihuahua America/Bahia_Banderas
30  | -06:00 | Mexico Standard Time | Guadalajara, Mexico City, Monterrey - Old | America/Mexico_City | retired
33  | -06:00 | Central America Standard Time | Central America | America/Guatemala America/Belize America/Costa_Rica America/El_Salvador America/Managua America/Tegucigalpa Pacific/Galapagos
34  | -06:00 | Easter Island Standard Time | Easter Island | Pacific/Easter
35  | -05:00 | Eastern Standard Time | Eastern Time (US & Canada) | America/New_York America/Toronto America/Detroit America/Nassau
40  | -05:00 | US Eastern Standard Time | Indiana (East) | America/Indiana/Indianapolis America/Indiana/Marengo America/Indiana/Vevay
43  | -05:00 | Haiti Standard Time | Haiti | America/Port-au-Prince
44  | -05:00 | Cuba Standard Time | Havana | America/Havana
45  | -05:00 | SA Pacific Standard Time | Bogota, Lima, Quito, Rio Branco | America/Bogota America/Lima America/Guayaquil America/Rio_Branco America/Panama America/Jamaica America/Cayman
47  | -04:00 | Venezuela Standard Time | Caracas | America/Caracas
50  | -04:00 | Atlantic Standard Time | Atlantic Time (Canada) | America/Halifax Atlantic/Bermuda America/Moncton America/Glace_Bay America/Thule
51  | -05:00 | Turks And Caicos Standard Time | Turks and Caicos | America/Grand_Turk
55  | -04:00 | SA Western Standard Time | Georgetown, La Paz, Manaus, San Juan | America/La_Paz America/Guyana America/Manaus America/Puerto_Rico America/Santo_Domingo America/Barbados America/Martinique America/Port_of_Spain America/Curacao
56  | -04:00 | Pacific SA Standard Time | Santiago | America/Santiago
58  | -04:00 | Central Brazilian Standard Time | Cuiaba | America/Cuiaba America/Campo_Grande
59  | -03:00 | Paraguay Standard Time | Asuncion | America/Asuncion | was -04:00, Paraguay keeps summer time all year since October 2024
60  | -03:30 | Newfoundland Standard Time | Newfoundland | America/St_Johns
65  | -03:00 | E. South America Standard Time | Brasilia | America/Sao_Paulo
69  | -03:00 | Argentina Standard Time | City of Buenos Aires | America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Catamarca America/Argentina/Jujuy America/Argentina/Mendoza
70  | -03:00 | SA Eastern Standard Time | Cayenne, Fortaleza | America/Cayenne America/Fortaleza America/Belem America/Recife America/Maceio America/Paramaribo
71  | -03:00 | Bahia Standard Time | Salvador | America/Bahia
72  | -03:00 | Saint Pierre Standard Time | Saint Pierre and Miquelon | America/Miquelon
73  | -02:00 | Greenland Standard Time | Greenland | America/Nuuk America/Scoresbysund | was -03:00, Greenland moved its standard time in March 2023
74  | -03:00 | Montevideo Standard Time | Montevideo | America/Montevideo
75  | -02:00 | Mid-Atlantic Standard Time | Mid-Atlantic - Old | Etc/GMT+2 | retired
76  | -02:00 | UTC-02 | Coordinated Universal Time-02 | Etc/GMT+2 America/Noronha Atlantic/South_Georgia
77  | -03:00 | Tocantins Standard Time | Araguaina | America/Araguaina
80  | -01:00 | Azores Standard Time | Azores | Atlantic/Azores
83  | -01:00 | Cape Verde Standard Time | Cabo Verde Is. | Atlantic/Cape_Verde
84  | +00:00 | Morocco Standard Time | Casablanca | Africa/Casablanca Africa/El_Aaiun | was +01:00, Morocco ends its permanent summer time in September 2026 (IANA 2026c)
85  | +00:00 | GMT Standard Time | Dublin, Edinburgh, Lisbon, London | Europe/London Europe/Dublin Europe/Lisbon Atlantic/Canary Atlantic/Faroe Atlantic/Madeira Europe/Guernsey Europe/Isle_of_Man Europe/Jersey
90  | +00:00 | Greenwich Standard Time | Monrovia, Reykjavik | Atlantic/Reykjavik Africa/Monrovia Africa/Abidjan Africa/Accra Africa/Dakar Africa/Bamako Africa/Lome Africa/Banjul Africa/Bissau Africa/Conakry Africa/Freetown Africa/Nouakchott Africa/Ouagadougou
92  | +00:00 | UTC | Coordinated Universal Time | UTC Etc/GMT
95  | +01:00 | Central Europe Standard Time | Belgrade, Bratislava, Budapest, Ljubljana, Prague | Europe/Budapest Europe/Belgrade Europe/Bratislava Europe/Ljubljana Europe/Prague Europe/Podgorica Europe/Tirane
100 | +01:00 | Central European Standard Time | Sarajevo, Skopje, Warsaw, Zagreb | Europe/Warsaw Europe/Sarajevo Europe/Skopje Europe/Zagreb
105 | +01:00 | Romance Standard Time | Brussels, Copenhagen, Madrid, Paris | Europe/Paris Europe/Brussels Europe/Copenhagen Europe/Madrid Africa/Ceuta
110 | +01:00 | W. Europe Standard Time | Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna | Europe/Berlin Europe/Amsterdam Europe/Rome Europe/Stockholm Europe/Vienna Europe/Zurich Europe/Oslo Europe/Luxembourg Europe/Monaco Europe/Malta Europe/Andorra Europe/Gibraltar Europe/San_Marino Europe/Vaduz Europe/Vatican Europe/Busingen Arctic/Longyearbyen
113 | +01:00 | W. Central Africa Standard Time | West Central Africa | Africa/Lagos Africa/Algiers Africa/Tunis Africa/Kinshasa Africa/Luanda Africa/Ndjamena
115 | +02:00 | E. Europe Standard Time | Chisinau | Europe/Chisinau
120 | +02:00 | Egypt Standard Time | Cairo | Africa/Cairo
125 | +02:00 | FLE Standard Time | Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius | Europe/Kyiv Europe/Helsinki Europe/Riga Europe/Sofia Europe/Tallinn Europe/Vilnius Europe/Mariehamn
129 | +03:00 | Jordan Standard Time | Amman | Asia/Amman | was +02:00, Jordan keeps summer time all year since October 2022
130 | +02:00 | GTB Standard Time | Athens, Bucharest | Europe/Bucharest Europe/Athens Asia/Nicosia Asia/Famagusta
131 | +02:00 | Middle East Standard Time | Beirut | Asia/Beirut
133 | +03:00 | Syria Standard Time | Damascus | Asia/Damascus | was +02:00, Syria keeps summer time all year since October 2022
134 | +03:00 | Turkey Standard Time | Istanbul | Europe/Istanbul
135 | +02:00 | Israel Standard Time | Jerusalem | Asia/Jerusalem
140 | +02:00 | South Africa Standard Time | Harare, Pretoria | Africa/Johannesburg Africa/Harare Africa/Maputo Africa/Lusaka Africa/Lubumbashi Africa/Kigali Africa/Gaborone Africa/Blantyre Africa/Bujumbura Africa/Maseru Africa/Mbabane
141 | +02:00 | Namibia Standard Time | Windhoek | Africa/Windhoek
142 | +02:00 | West Bank Standard Time | Gaza, Hebron | Asia/Hebron Asia/Gaza
145 | +03:00 | Russian Standard Time | Moscow, St. Petersburg | Europe/Moscow Europe/Kirov Europe/Simferopol
150 | +03:00 | Arab Standard Time | Kuwait, Riyadh | Asia/Riyadh Asia/Kuwait Asia/Bahrain Asia/Qatar Asia/Aden
151 | +03:00 | Belarus Standard Time | Minsk | Europe/Minsk
155 | +03:00 | E. Africa Standard Time | Nairobi | Africa/Nairobi Africa/Addis_Ababa Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Indian/Antananarivo
158 | +03:00 | Arabic Standard Time | Baghdad | Asia/Baghdad
159 | +02:00 | Kaliningrad Standard Time | Kaliningrad | Europe/Kaliningrad
160 | +03:30 | Iran Standard Time | Tehran | Asia/Tehran
165 | +04:00 | Arabian Standard Time | Abu Dhabi, Muscat | Asia/Dubai Asia/Muscat
169 | +04:00 | Azerbaijan Standard Time | Baku | Asia/Baku
170 | +04:00 | Caucasus Standard Time | Yerevan | Asia/Yerevan
172 | +04:00 | Mauritius Standard Time | Port Louis | Indian/Mauritius Indian/Reunion Indian/Mahe
173 | +04:00 | Georgian Standard Time | Tbilisi | Asia/Tbilisi
174 | +04:00 | Russia Time Zone 3 | Izhevsk, Samara | Europe/Samara
175 | +04:30 | Afghanistan Standard Time | Kabul | Asia/Kabul
176 | +04:00 | Astrakhan Standard Time | Astrakhan, Ulyanovsk | Europe/Astrakhan Europe/Ulyanovsk
180 | +05:00 | Ekaterinburg Standard Time | Ekaterinburg | Asia/Yekaterinburg
184 | +05:00 | Pakistan Standard Time | Islamabad, Karachi | Asia/Karachi
185 | +05:00 | West Asia Standard Time | Ashgabat, Tashkent | Asia/Tashkent Asia/Ashgabat Asia/Dushanbe Asia/Samarkand Indian/Maldives
190 | +05:30 | India Standard Time | Chennai, Kolkata, Mumbai, New Delhi | Asia/Kolkata
193 | +05:45 | Nepal Standard Time | Kathmandu | Asia/Kathmandu
195 | +06:00 | Central Asia Standard Time | Bishkek | Asia/Bishkek Asia/Urumqi Indian/Chagos
196 | +06:00 | Bangladesh Standard Time | Dhaka | Asia/Dhaka Asia/Thimphu
197 | +06:00 | Omsk Standard Time | Omsk | Asia/Omsk
200 | +05:30 | Sri Lanka Standard Time | Sri Jayawardenepura | Asia/Colombo
201 | +07:00 | N. Central Asia Standard Time | Novosibirsk | Asia/Novosibirsk
203 | +06:30 | Myanmar Standard Time | Yangon (Rangoon) | Asia/Yangon Indian/Cocos
205 | +07:00 | SE Asia Standard Time | Bangkok, Hanoi, Jakarta | Asia/Bangkok Asia/Ho_Chi_Minh Asia/Jakarta Asia/Phnom_Penh Asia/Vientiane Asia/Pontianak
207 | +07:00 | North Asia Standard Time | Krasnoyarsk | Asia/Krasnoyarsk Asia/Novokuznetsk
208 | +07:00 | Altai Standard Time | Barnaul, Gorno-Altaysk | Asia/Barnaul
209 | +07:00 | W. Mongolia Standard Time | Hovd | Asia/Hovd
210 | +08:00 | China Standard Time | Beijing, Chongqing, Hong Kong, Urumqi | Asia/Shanghai Asia/Hong_Kong Asia/Macau
211 | +07:00 | Tomsk Standard Time | Tomsk | Asia/Tomsk
215 | +08:00 | Singapore Standard Time | Kuala Lumpur, Singapore | Asia/Singapore Asia/Kuala_Lumpur Asia/Manila Asia/Makassar Asia/Brunei Asia/Kuching
220 | +08:00 | Taipei Standard Time | Taipei | Asia/Taipei
225 | +08:00 | W. Australia Standard Time | Perth | Australia/Perth
227 | +08:00 | North Asia East Standard Time | Irkutsk | Asia/Irkutsk
228 | +08:00 | Ulaanbaatar Standard Time | Ulaanbaatar | Asia/Ulaanbaatar
229 | +09:00 | North Korea Standard Time | Pyongyang | Asia/Pyongyang
230 | +09:00 | Korea Standard Time | Seoul | Asia/Seoul
231 | +08:45 | Aus Central W. Standard Time | Eucla | Australia/Eucla
235 | +09:00 | Tokyo Standard Time | Osaka, Sapporo, Tokyo | Asia/Tokyo Asia/Jayapura Asia/Dili Pacific/Palau
240 | +09:00 | Yakutsk Standard Time | Yakutsk | Asia/Yakutsk Asia/Khandyga
241 | +09:00 | Transbaikal Standard Time | Chita | Asia/Chita
245 | +09:30 | AUS Central Standard Time | Darwin | Australia/Darwin
250 | +09:30 | Cen. Australia Standard Time | Adelaide | Australia/Adelaide Australia/Broken_Hill
251 | +09:30 | Cen. Australia Standard Time | Adelaide (Commonwealth Games 2006) | Australia/Adelaide | retired
255 | +10:00 | AUS Eastern Standard Time | Canberra, Melbourne, Sydney | Australia/Sydney Australia/Melbourne
256 | +10:00 | AUS Eastern Standard Time | Canberra, Melbourne, Sydney (Commonwealth Games 2006) | Australia/Sydney | retired
260 | +10:00 | E. Australia Standard Time | Brisbane | Australia/Brisbane Australia/Lindeman
265 | +10:00 | Tasmania Standard Time | Hobart | Australia/Hobart Antarctica/Macquarie
266 | +10:00 | Tasmania Standard Time | Hobart (Commonwealth Games 2006) | Australia/Hobart | retired
270 | +10:00 | Vladivostok Standard Time | Vladivostok | Asia/Vladivostok Asia/Ust-Nera
274 | +10:30 | Lord Howe Standard Time | Lord Howe Island | Australia/Lord_Howe
275 | +10:00 | West Pacific Standard Time | Guam, Port Moresby | Pacific/Port_Moresby Pacific/Guam Pacific/Saipan Pacific/Chuuk
276 | +11:00 | Bougainville Standard Time | Bougainville Island | Pacific/Bougainville
277 | +11:00 | Norfolk Standard Time | Norfolk Island | Pacific/Norfolk
278 | +11:00 | Sakhalin Standard Time | Sakhalin | Asia/Sakhalin
279 | +11:00 | Russia Time Zone 10 | Chokurdakh | Asia/Srednekolymsk
280 | +11:00 | Central Pacific Standard Time | Solomon Is., New Caledonia | Pacific/Guadalcanal Pacific/Noumea Pacific/Efate Pacific/Pohnpei Pacific/Kosrae
281 | +11:00 | Magadan Standard Time | Magadan | Asia/Magadan
284 | +12:00 | UTC+12 | Coordinated Universal Time+12 | Etc/GMT-12 Pacific/Majuro Pacific/Kwajalein Pacific/Tarawa Pacific/Funafuti Pacific/Nauru Pacific/Wake Pacific/Wallis
285 | +12:00 | Fiji Standard Time | Fiji | Pacific/Fiji
290 | +12:00 | New Zealand Standard Time | Auckland, Wellington | Pacific/Auckland Antarctica/McMurdo
295 | +12:00 | Russia Time Zone 11 | Anadyr, Petropavlovsk-Kamchatsky | Asia/Kamchatka Asia/Anadyr
299 | +12:45 | Chatham Islands Standard Time | Chatham Islands | Pacific/Chatham
300 | +13:00 | Tonga Standard Time | Nuku'alofa | Pacific/Tongatapu
301 | -05:00 | Eastern Standard Time (Mexico) | Chetumal | America/Cancun
302 | +02:00 | Sudan Standard Time | Khartoum | Africa/Khartoum
303 | -03:00 | Magallanes Standard Time | Punta Arenas | America/Punta_Arenas America/Coyhaique
304 | +04:00 | Saratov Standard Time | Saratov | Europe/Saratov
-   | +14:00 | Line Islands Standard Time | Kiritimati Island | Pacific/Kiritimati
-   | +13:00 | UTC+13 | Coordinated Universal Time+13 | Etc/GMT-13 Pacific/Kanton Pacific/Fakaofo
-   | +05:00 | Qyzylorda Standard Time | Astana | Asia/Qyzylorda Asia/Almaty Asia/Aqtau Asia/Aqtobe Asia/Atyrau Asia/Oral Asia/Qostanay
-   | +02:00 | Libya Standard Time | Tripoli | Africa/Tripoli
-   | +00:00 | Sao Tome Standard Time | Sao Tome | Africa/Sao_Tome
-   | +02:00 | South Sudan Standard Time | Juba | Africa/Juba
-   | +03:00 | Volgograd Standard Time | Volgograd | Europe/Volgograd
-   | -07:00 | Yukon Standard Time | Yukon | America/Whitehorse America/Dawson
`
