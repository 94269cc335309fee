"""One table: what can go wrong -> what the person reads, what to do, log level, HTTP status.

A `Fault` is shown without a traceback; any other exception is a bug and keeps its own.
"""

import logging
from dataclasses import dataclass
from enum import Enum
from string import Formatter

_OF_THE_MACHINE = ("host", "database", "where", "file", "log", "sql", "home", "variable")


@dataclass(frozen=True)
class Answer:
    """`text` says what is wrong and what to do, in Indonesian; it may name fields of the fault."""

    text: str
    level: int = logging.ERROR
    status: int = 500


class Problem(Enum):
    """Every fault that the product answers itself."""

    PORT_TAKEN = Answer("Port {port} sudah dipakai program lain. Hentikan program itu atau jalankan: ./run --port {other}")
    NO_DISK = Answer(
        "Ruang disk di {where} habis (perlu {need}). Kosongkan ruang, lalu jalankan ./run lagi; tidak ada data yang rusak."
    )
    NO_PERMISSION = Answer(
        "Tidak boleh menulis di {where}. Beri izin tulis pada folder itu atau pilih folder lain: BERSINAR_HOME=/folder ./run"
    )
    WRONG_PASSWORD = Answer("Nama atau kata sandi basis data ditolak oleh {host}. Periksa DATABASE_URL.", status=503)
    SERVER_TOO_OLD = Answer("PostgreSQL {found} terlalu tua; perlu 15 atau lebih baru. Perbarui server di DATABASE_URL.")
    NO_POSTGIS = Answer(
        "PostGIS belum terpasang di server {host}. Pasang paket postgresql-{major}-postgis-3 di server itu, lalu jalankan lagi."
    )
    NEEDS_DBA = Answer("Akun di DATABASE_URL tidak berhak menyiapkan penyimpanan. Minta DBA menjalankan: {sql}")
    UNREACHABLE = Answer(
        "Server basis data {host} tidak dapat dihubungi. Periksa alamat, port dan jaringan di DATABASE_URL.", status=503
    )
    NO_DATABASE = Answer(
        "Basis data '{database}' tidak ada di {host}. Buat dahulu: CREATE DATABASE \"{database}\";", status=503
    )
    SCHEMA_NEWER = Answer(
        "Penyimpanan dibuat oleh versi aplikasi yang lebih baru (skema {found}). Perbarui aplikasi ini; data tidak diubah."
    )
    SCHEMA_OLDER = Answer(
        "Skema penyimpanan belum terbaru dan akun aplikasi tidak boleh mengubahnya. "
        "Jalankan: DATABASE_URL=... python -m data siapkan"
    )
    SECRETS_MISSING = Answer(
        "Penyimpanan ini sudah disiapkan dari komputer lain. Salin berkas {file} dari sana, "
        "atau ganti kuncinya: python -m data kunci-baru"
    )
    EMBEDDED_FAILED = Answer("PostgreSQL bawaan tidak dapat dinyalakan: {reason}. Lihat catatan di {log}.")
    NO_USERADD = Answer(
        "PostgreSQL bawaan tidak dapat berjalan sebagai root tanpa perintah useradd. "
        "Pasang paket passwd, atau jalankan ./run dari akun biasa."
    )
    NO_TEMPORARY = Answer(
        "Folder sementara {where} penuh atau tidak dapat ditulis. Kosongkan, atau pilih yang lain: TMPDIR=/folder ./run"
    )
    BAD_SETTING = Answer("{variable} tidak dapat dipakai: {reason}. Periksa nilainya; artinya ada di README.")
    BAD_PORT = Answer("Port {port} tidak ada. Pilih angka 1 sampai 65535, misalnya: ./run --port 8501")
    PORT_FORBIDDEN = Answer("Akun ini tidak boleh membuka port {port}. Pilih port di atas 1023: ./run --port 8501")
    NO_SUCH_ADDRESS = Answer(
        "Alamat {address} bukan alamat komputer ini. Gunakan 127.0.0.1, atau 0.0.0.0 untuk semua jaringannya."
    )
    SECRETS_UNREADABLE = Answer(
        "Berkas {file} tidak terbaca ({reason}). Periksa izinnya, atau salin dari cadangan folder BERSINAR_HOME."
    )
    NEEDS_TERMINAL = Answer(
        "Kata sandi ditanyakan di terminal, dan di sini tidak ada. Gunakan --sandi-dari-stdin: "
        "kata sandi dibaca dari baris pertama masukan."
    )
    NO_RIGHTS = Answer(
        "Akun di DATABASE_URL tidak berhak memakai penyimpanan di {host} ({what}). "
        "Gunakan akun yang menyiapkannya, atau minta DBA memberi hak itu.",
        status=503,
    )
    BAD_URL = Answer("DATABASE_URL tidak terbaca. Contoh: postgresql://nama:sandi@server:5432/bersinar")
    SIMULATION_REFUSED = Answer(
        "Penyimpanan bersama tidak pernah diisi data simulasi tanpa diminta. "
        "Kalau memang perlu: python -m data simulasi --ya-isi-simulasi"
    )
    FACTS_DISAGREE = Answer(
        "Angka saling bertentangan ({indicator}, {region}, {period}: {why}). Tidak ada yang disimpan; ini kesalahan aplikasi. "
        "Laporkan kepada pengelola dasbor beserta kalimat ini."
    )
    REAL_ROWS_THERE = Answer(
        "Penyimpanan ini berisi kiriman nyata; data simulasi tidak pernah ditambahkan di sampingnya. "
        "Jalankan tanpa --simulasi, atau gunakan penyimpanan latihan di folder lain: BERSINAR_HOME=folder ./run.",
        logging.WARNING,
        409,
    )
    NOT_PREPARED = Answer("Penyimpanan di {host} belum disiapkan. Jalankan dahulu: DATABASE_URL=... ./run", status=503)
    PREPARING = Answer("Data masih disiapkan. Coba lagi beberapa menit lagi.", logging.INFO, 503)
    LOAD_FAILED = Answer(
        "Penyiapan data berhenti karena kesalahan yang tidak terduga (nomor laporan {number}). Hentikan dengan Ctrl-C, lalu "
        "jalankan ./run lagi: yang sudah selesai tersimpan. Kalau berulang, sampaikan nomornya kepada administrator."
    )
    JOBS_NEED_OWNER = Answer(
        "Pekerjaan memerlukan akun pemilik penyimpanan. Jalankan di server yang mengenal DATABASE_URL, bukan APP_URL saja."
    )
    JOB_KILLED = Answer(
        "Perhitungan ini terhenti sebelum selesai, mungkin karena memori kurang atau aplikasi dihentikan; tidak ada yang "
        "setengah jadi. Tunggu: yang diminta dicoba lagi dengan sendirinya, paling banyak tiga kali.",
        level=logging.WARNING,
    )
    LOAD_ENDED = Answer(
        "Proses yang menyiapkan data berhenti sebelum selesai, mungkin karena memori kurang. Kosongkan memori; yang sudah "
        "selesai tersimpan, dan sisanya dicoba lagi dengan sendirinya.",
        status=503,
    )
    NO_REGIONS = Answer("Penyimpanan belum berisi daftar wilayah. Jalankan dahulu: ./run, atau python -m data siapkan")
    BAD_BOUNDARIES = Answer("{reason} Lihat juga: python -m geo muat --help", logging.INFO, 422)
    BOUNDARIES_CONTRADICT = Answer(
        "{wrong} dari {all} bentuk ({share} %) bertentangan dengan yang diketahui tentang wilayahnya, lebih dari {limit} %: "
        "tidak ada yang dimuat. {cause}Misalnya: {example} Peta dan tabelnya: bertentangan.png, bertentangan.csv di {folder}. "
        "Betulkan berkasnya; bentuk yang menurut Anda benar dapat disebut dengan --benar TABEL, yaitu bertentangan.csv tanpa "
        "baris yang memang salah.",
        logging.INFO,
        422,
    )
    BOUNDARIES_THERE = Answer(
        "Berkas ini sudah dimuat sebagai versi {version}; tidak ada yang diubah. "
        "Jalankan untuk memakainya lagi: python -m geo pakai {version}",
        logging.INFO,
        409,
    )
    BOUNDARIES_MOVED = Answer(
        "Batas yang dipakai berubah selagi berkas ini diperiksa; tidak ada yang dimuat. Jalankan perintahnya sekali lagi.",
        logging.INFO,
        409,
    )
    UNKNOWN_BOUNDARIES = Answer("Versi batas '{version}' tidak ada. Pilih salah satu: {known}.", logging.INFO, 404)
    FILE_TOO_LARGE = Answer(
        "Berkas ini terlalu besar (paling banyak {most} MB setelah dibuka). Gunakan beberapa berkas yang lebih kecil.",
        logging.INFO,
        413,
    )
    TOO_MANY_ROWS = Answer("Paling banyak {most} baris sekali kirim. Gunakan beberapa panggilan, atau CSV.", logging.INFO, 413)
    SHEET_TOO_WIDE = Answer(
        "Satu lembar berisi sel sampai kolom ke-{columns} dan baris ke-{rows}. "
        "Periksa sel yang tersesat jauh dari tabel, hapus, lalu kirim lagi.",
        logging.INFO,
        413,
    )
    FILE_STOPPED = Answer(
        "Berkas ini tidak dapat dibaca: {reason}. Periksa sel yang tersesat jauh dari tabel, hapus baris dan kolom kosong yang "
        "berformat, atau gunakan CSV; berkas besar dapat dibagi. Lalu kirim lagi.",
        logging.WARNING,
        413,
    )
    FILE_EMPTY = Answer("Berkas ini kosong. Pilih berkas lain.", logging.INFO, 422)
    FILE_UNREADABLE = Answer(
        "Berkas ini tidak terbaca: {reason}. Gunakan .xlsx, .xls atau .ods tanpa kata sandi, atau CSV, lalu kirim lagi.",
        logging.INFO,
        415,
    )
    NO_HEADER = Answer(
        "Tidak ada baris kepala kolom yang dikenal. Perlu sedikitnya: {columns}. "
        "Gunakan templat umpan ini, atau sebutkan kolom mana yang berisi apa.",
        logging.INFO,
        422,
    )
    SHEETS_HIDDEN = Answer(
        "Lembar yang tampak tidak berisi kepala kolom yang dikenal; lembar tersembunyi ({names}) tidak dibaca. "
        "Periksa berkasnya, tampilkan lembar yang berisi data, lalu kirim lagi.",
        logging.INFO,
        422,
    )
    NO_ROWS = Answer("Berkas ini tidak berisi satu baris data pun. Periksa lembar yang dikirim.", logging.INFO, 422)
    IDENTITY_FOUND = Answer(
        "Pengiriman dihentikan: ada {what} ({where}). Identitas orang tidak boleh masuk ke penyimpanan ini; "
        "tidak ada bagian berkas yang disimpan. Periksa berkasnya, hapus kolom atau isi itu, lalu kirim lagi.",
        logging.WARNING,
        422,
    )
    DRAFT_CHANGED = Answer(
        "Isian ini sudah diubah dari perangkat lain; yang baru saja diisi tidak disimpan. Periksa daftarnya, lalu ulangi.",
        logging.INFO,
        409,
    )
    FORM_TOO_LONG = Answer(
        "Formulir memuat paling banyak {most} isian. Kirim yang sudah ada, atau gunakan berkas Excel.", logging.INFO, 422
    )
    SIMULATED_FILE = Answer(
        "Berkas ini bertanda DATA SIMULASI, sedangkan penyimpanan ini berisi data nyata; tidak ada yang disimpan. "
        "Gunakan penyimpanan latihan: ./run tanpa DATABASE_URL.",
        logging.WARNING,
        422,
    )
    NOT_A_SENDER = Answer(
        "{office} bukan pengirim '{feed}'. Pilih kantor pengirim yang benar; yang mengirim: {known}.", logging.INFO, 403
    )
    ROWS_OUTSIDE = Answer(
        "Kiriman ini untuk wilayah {code}, tetapi memuat {other}. Pilih wilayah yang mencakup semua baris.", logging.INFO, 422
    )
    UNKNOWN_FEED = Answer("Umpan '{name}' tidak dikenal. Pilih salah satu: {known}.", logging.INFO, 404)
    UNKNOWN_MAPPING = Answer("Pemetaan '{name}' tidak dikenal. Pilih salah satu: {known}.", logging.INFO, 404)
    UNKNOWN_ANSWER = Answer(
        "Jawaban '{said}' tidak terbaca. Tulis PERTANYAAN=JAWABAN seperti di tawarannya.", logging.INFO, 422
    )
    NO_API_TOKEN = Answer(
        "Token API tidak ada, salah, dicabut atau sudah berakhir. Minta token baru kepada administrator.", logging.WARNING, 401
    )
    TOO_OFTEN = Answer("Terlalu banyak permintaan. Coba lagi dalam satu menit.", logging.WARNING, 429)
    BAD_ENCODING = Answer("Pemampatan isi tidak terbaca ({found}). Gunakan gzip atau tanpa pemampatan.", logging.INFO, 415)
    BAD_CONTENT_TYPE = Answer("Jenis isi '{found}' tidak dikenal. Gunakan salah satu: {known}.", logging.INFO, 415)
    BAD_JSON = Answer("Isi JSON tidak terbaca: {reason}. Periksa bentuknya di /api/v1/docs.", logging.INFO, 422)
    TOO_WIDE = Answer("Batas kecamatan dan desa diminta per wilayah. Gunakan within, misalnya 75.", logging.INFO, 422)
    NO_SUCH_LEVEL = Answer("Indikator ini tidak ada di tingkat {level}. Pilih salah satu: {known}.", logging.INFO, 404)
    UNKNOWN_API_TOKEN = Answer("Token API '{name}' tidak ada atau sudah dicabut. Periksa namanya.", logging.INFO, 404)
    BAD_HEAD = Answer("'{given}' bukan kepala rantai. Gunakan nomor dan digestnya, misalnya 1200:9f86d0...", logging.INFO, 422)
    NO_SUCH_FILE = Answer("Berkas ini tidak lagi ditawarkan. Pilih unduhannya sekali lagi di halamannya.", logging.INFO, 404)
    UNKNOWN_FINDING = Answer("Temuan '{subject}' tidak ada atau di luar wewenang Anda. Periksa halamannya.", logging.INFO, 404)
    UNKNOWN_DIFFERENCE = Answer(
        "Selisih nomor {number} tidak ada atau di luar wewenang Anda. Periksa daftar di halamannya.", logging.INFO, 404
    )
    DIFFERENCE_MOVED = Answer(
        "Selisih nomor {number} sudah diubah {who} pada {at}; keputusan Anda belum disimpan. "
        "Periksa keadaannya, lalu putuskan lagi.",
        logging.INFO,
        409,
    )
    ALREADY_LINKED = Answer(
        "Perkara pada selisih nomor {number} sudah ditautkan dengan perkara lain. Coba lagi sesudah tautan itu dibatalkan.",
        logging.INFO,
        409,
    )
    NO_TWO_SIDES = Answer(
        "Kedua perkara berasal dari instansi yang sama. Pilih satu perkara dari tiap instansi, lalu tautkan.", logging.INFO, 422
    )
    UNKNOWN_SUBMISSION = Answer("Kiriman {number} tidak ada atau di luar wewenang Anda. Periksa nomornya.", logging.INFO, 404)
    NOT_YOURS_TO_DO = Answer(
        "Anda tidak dapat {what} kiriman yang berstatus {state}. Minta tingkat yang berwenang, atau periksa nomor kirimannya.",
        logging.INFO,
        403,
    )
    NEEDS_REASON = Answer("Alasan wajib diisi. Contoh: berkas bulan yang salah.", logging.INFO, 422)
    STORE_REFUSED = Answer(
        "Penyimpanan menolak kiriman ini: {reason}. Tidak ada yang disimpan. Periksa isinya, lalu kirim lagi.",
        logging.ERROR,
        422,
    )
    UNKNOWN_REGION = Answer("Kode wilayah '{code}' tidak dikenal. Gunakan kode Kemendagri, misalnya 75.71.", logging.INFO, 404)
    UNKNOWN_INDICATOR = Answer("Indikator '{code}' tidak dikenal.", logging.INFO, 404)
    UNKNOWN_PERIOD = Answer("Periode '{period}' tidak ada untuk indikator ini.", logging.INFO, 404)
    SIGN_IN_FAILED = Answer("Nama pengguna atau kata sandi salah.", logging.WARNING, 401)
    LOCKED_OUT = Answer("Terlalu banyak percobaan masuk. Coba lagi dalam {seconds} detik.", logging.WARNING, 429)
    WEAK_PASSWORD = Answer("Kata sandi terlalu pendek; gunakan sedikitnya {least} huruf.", logging.INFO, 422)
    SAME_PASSWORD = Answer("Kata sandi baru sama dengan yang lama. Pilih yang lain.", logging.INFO, 422)
    UNLIKE_PASSWORDS = Answer("Kedua kata sandi baru tidak sama. Coba ketik ulang keduanya.", logging.INFO, 422)
    BAD_CODE = Answer(
        "Kode salah, sudah dipakai, atau lewat waktunya. Tunggu kode berikutnya; periksa jam gawai Anda.", logging.WARNING, 401
    )
    FACTOR_LOST = Answer(
        "Kunci faktor kedua tidak ada di peladen ini. Salin secrets.json dari peladen yang menyiapkan penyimpanan.", status=503
    )
    FACTOR_REQUIRED = Answer(
        "Faktor kedua wajib di sini dan tidak dapat dilepas. Minta administrator menyetel ulang akun bila gawai Anda hilang.",
        logging.INFO,
        403,
    )
    COOKIE_KEY_MISSING = Answer(
        "{file} belum memuat kunci kuki. Jalankan python -m data siapkan, atau salin berkas itu dari peladen yang menyiapkan "
        "penyimpanan.",
        status=503,
    )
    MAY_NOT = Answer("Peran {role} tidak dapat {what}. Minta kantor yang berwenang.", logging.INFO, 403)
    RIGHTS_CHANGED = Answer(
        "Hak akun ini baru saja berubah. Coba muat ulang halaman ini, atau masuk sekali lagi.", logging.INFO, 403
    )
    NO_OFFICE = Answer(
        "Akun ini belum memiliki instansi dan kantor. Minta administrator wilayah Anda mengisinya di halaman Pengguna.",
        logging.INFO,
        403,
    )
    BAD_OFFICE = Answer(
        "Kantor '{office}' tidak cocok dengan instansi '{agency}' atau peran {role}. "
        "Contoh: instansi Polres, kantor Polres Bone Bolango.",
        logging.INFO,
        422,
    )
    UNKNOWN_AGENCY = Answer("Instansi '{agency}' tidak dikenal. Pilih: {known}.", logging.INFO, 422)
    NOT_YOUR_FINDING = Answer("Temuan ini milik {owner}, bukan {office}. Minta kantor itu menyelesaikannya.", logging.INFO, 403)
    STEP_ENDED = Answer("Waktu untuk langkah ini habis. Coba masuk sekali lagi.", logging.INFO, 401)
    SSO_UNKNOWN = Answer(
        "Akun SSO {name} tidak terdaftar atau sudah terikat pada orang lain. Minta administrator wilayah Anda mendaftarkannya.",
        logging.WARNING,
        403,
    )
    SSO_BROKEN = Answer("SSO belum disetel dengan benar: {reason}. Periksa sso.toml, atau masuk dengan kata sandi.", status=503)
    SSO_SILENT = Answer(
        "Penyedia SSO tidak menjawab, atau jawabannya tidak sah. Coba beberapa saat lagi, atau masuk dengan kata sandi.",
        status=502,
    )
    SSO_UNVERIFIED = Answer(
        "Penyedia SSO tidak menyatakan bahwa {claim} Anda terverifikasi. Minta pengelola penyedia itu memverifikasinya, atau "
        "masuk dengan kata sandi.",
        logging.WARNING,
        403,
    )
    SSO_TAKEN = Answer("Nama SSO {name} sudah dipakai akun lain. Gunakan nama yang lain.", logging.INFO, 409)
    NEEDS_WHY = Answer(
        "Alasan terlalu pendek; tulis sedikitnya {least} huruf. Contoh: gelar perkara jaringan Bone.", logging.INFO, 422
    )
    NOT_BELOW = Answer(
        "{what} di luar wewenang Anda. Pilih wilayah dan peran di bawah wilayah Anda, atau minta administrator di atasnya.",
        logging.INFO,
        403,
    )
    NEEDS_AREA = Answer("Pilih sedikitnya satu wilayah untuk akun ini.", logging.INFO, 422)
    UNKNOWN_PERSON = Answer("Pengguna '{username}' tidak ada atau di luar wewenang Anda. Periksa namanya.", logging.INFO, 404)
    BAD_USERNAME = Answer(
        "Nama pengguna '{username}' tidak sah; gunakan 3 sampai 40 huruf kecil, angka, titik, garis.", logging.INFO, 422
    )
    BAD_END = Answer("Pilih hari terakhir hak ini: mulai hari ini, paling lama {most} tahun dari sekarang.", logging.INFO, 422)
    BAD_ADDRESS = Answer("Alamat surel '{address}' tidak terbaca. Contoh: nama@kantor.go.id", logging.INFO, 422)
    BAD_SMTP = Answer("BERSINAR_SMTP tidak terbaca atau belum disetel. Contoh: smtp://nama:sandi@surel.kantor.go.id:587")
    MAIL_FAILED = Answer(
        "Server surel {host} menolak atau tidak menjawab: {reason}. Periksa BERSINAR_SMTP; sisanya dicoba lagi lain kali."
    )
    MAIL_IN_CLEAR = Answer(
        "Server surel {host} tidak menawarkan enkripsi; tidak ada yang dikirim. Gunakan smtps:// atau STARTTLS."
    )
    MAY_NOT_DECIDE = Answer(
        "Peran atau wilayah Anda tidak memegang rapat wilayah {code}. Minta kantor BNN atau kepala daerah wilayah itu.",
        logging.INFO,
        403,
    )
    NAMES_SOMEBODY = Answer(
        "Tulisan ini tampaknya memuat {what}; tidak ada yang disimpan. Gunakan nama kantornya saja.",
        logging.INFO,
        422,
    )
    BAD_DECISION = Answer("Gunakan {least} sampai {most} huruf untuk apa yang diputuskan.", logging.INFO, 422)
    NEEDS_OFFICE = Answer("Tulis kantor yang mengerjakannya. Contoh: Dinas Kesehatan.", logging.INFO, 422)
    BAD_UNTIL = Answer("Batas waktu mendahului hari keputusan. Pilih {day} atau sesudahnya.", logging.INFO, 422)
    NEEDS_AIM = Answer(
        "Sasaran dan angkanya harus disebut keduanya. Pilih yang kurang, atau kosongkan keduanya.", logging.INFO, 422
    )
    UNKNOWN_DECISION = Answer(
        "Keputusan {number} tidak ada, sudah ditutup, atau di luar wewenang Anda. Periksa daftarnya.", logging.INFO, 404
    )
    UNKNOWN_MEETING = Answer("Rapat '{name}' tidak ada atau di luar wewenang Anda. Periksa nomornya.", logging.INFO, 404)
    MEETING_CHANGED = Answer("Angka rapat {name} tidak sama dengan saat dibekukan. Minta DBA memeriksa penyimpanan.")
    NOTE_TOO_LONG = Answer("Catatan terlalu panjang; gunakan paling banyak {most} huruf.", logging.INFO, 422)
    TARGET_NOT_EMPTY = Answer(
        "Penyimpanan tujuan sudah berisi ({table}); tidak ada yang dipindahkan. Gunakan basis data kosong dan ulangi.",
        logging.INFO,
        409,
    )
    COPY_DIFFERS = Answer(
        "Isi {table} di tujuan tidak sama dengan asalnya ({here} dan {there} baris). "
        "Pemindahan dibatalkan, tujuan tetap kosong. Coba lagi saat tidak ada yang menulis ke penyimpanan asal."
    )
    MOVE_NEEDS_SHARED = Answer("Penyimpanan tujuan belum disebut. Contoh: DATABASE_URL=postgresql://... python -m data pindah")
    NOTHING_TO_MOVE = Answer("Tidak ada penyimpanan bawaan di {home}. Gunakan folder yang benar: BERSINAR_HOME=/folder")
    BAD_BACKUP = Answer(
        "Berkas {file} bukan cadangan yang utuh ({reason}); tidak ada yang dipulihkan. Gunakan berkas cadangan yang lain."
    )
    BACKUP_SEALED = Answer(
        "Cadangan {file} terenkripsi, dan kata sandi yang diberikan bukan kuncinya, atau berkasnya rusak; tidak ada yang "
        "dipulihkan. Gunakan berkas kata sandi yang benar: --sandi BERKAS",
        logging.WARNING,
        422,
    )
    NO_PASSPHRASE = Answer(
        "Berkas {file} tidak berisi kata sandi. Tulis sedikitnya {least} huruf di baris pertamanya, lalu ulangi.",
        logging.INFO,
        422,
    )
    BACKUP_OF_OTHER_SCHEMA = Answer(
        "Cadangan ini dari skema {found}, penyimpanan ini {here}. Gunakan versi aplikasi yang membuat cadangan itu.",
        logging.INFO,
        409,
    )
    GIS_NEEDS_SHARED = Answer(
        "Akun GIS hanya ada di penyimpanan bersama. Jalankan dengan servernya: DATABASE_URL=... python -m data gis ..."
    )
    GIS_NAME_TAKEN = Answer(
        "Akun GIS '{login}' sudah dipakai penyimpanan lain di server ini. Pilih nama lain.", logging.INFO, 409
    )
    BAD_LOGIN = Answer(
        "Nama akun GIS '{login}' tidak dikenal atau tidak sah; gunakan huruf kecil, angka dan garis bawah.", logging.INFO, 422
    )
    PERSON_EXISTS = Answer("Pengguna '{username}' sudah ada.", logging.INFO, 409)
    BAD_ROLE = Answer("Peran '{role}' tidak dikenal. Pilih: {known}.", logging.INFO, 422)
    SLOW_QUERY = Answer(
        "Permintaan memakan waktu terlalu lama dan dihentikan. Pilih wilayah atau periode yang lebih kecil.", status=504
    )
    STORE_READ_ONLY = Answer(
        "Penyimpanan sedang hanya dapat dibaca; tidak ada yang disimpan. Coba lagi nanti, atau minta DBA memeriksanya.",
        status=503,
    )
    STORE_BUSY = Answer(
        "Penyimpanan sedang dipegang pekerjaan lain terlalu lama; tidak ada yang disimpan. Coba lagi nanti; "
        "bila berulang, minta DBA memeriksa siapa yang memegang kuncinya (pg_locks).",
        status=503,
    )
    NOT_READY = Answer("Aplikasi belum dapat melayani. Periksa catatan peladen; nomor laporannya ada di sana.", status=503)
    UNEXPECTED = Answer("Ada yang tidak beres di aplikasi. Coba lagi; kalau berulang, sampaikan nomornya kepada administrator.")
    SIGN_IN_FIRST = Answer("Anda belum masuk, atau sesi Anda sudah berakhir. Coba masuk sekali lagi.", logging.INFO, 401)
    WRONG_HOST = Answer(
        "Alamat ini bukan alamat aplikasi. Gunakan http://localhost, atau sebut alamat lain di BERSINAR_ADDRESS.",
        logging.WARNING,
        421,
    )
    NO_HEADING = Answer(
        "Judul kolom kosong. Tulis judulnya seperti di berkas, misalnya 'Nama usaha'.",
        logging.INFO,
        422,
    )
    REAL_ROWS_STAY_HERE = Answer(
        "Penyimpanan tertanam ini berisi kiriman nyata dan tidak mempunyai akun, jadi hanya dibuka dari komputer ini: "
        "http://localhost. Agar dapat dibaca lewat jaringan, jalankan dahulu: python -m data pindah (ke penyimpanan bersama).",
        logging.WARNING,
        403,
    )
    OTHER_ORIGIN = Answer("Permintaan ini datang dari halaman lain. Gunakan alamat aplikasi sendiri.", logging.WARNING, 403)
    TOO_MANY_UPLOADS = Answer(
        "Terlalu banyak berkas menunggu (paling banyak {count} berkas, {most} MB seluruhnya). "
        "Periksa dan hapus yang tidak jadi dikirim, atau tunggu sepuluh menit; lalu coba lagi.",
        logging.WARNING,
        429,
    )
    STORE_LOST = Answer(
        "Penyimpanan tidak menjawab. Halaman akan berfungsi lagi setelah server basis data hidup kembali.", status=503
    )


class Fault(Exception):  # noqa: N818 - a fault is the user's, an error would be ours
    """A fault with an answer. `Fault(Problem.PORT_TAKEN, port=8501, other=8502)`."""

    def __init__(self, problem: Problem, **fields: object) -> None:
        self.problem = problem
        self.fields = fields
        super().__init__(str(self))

    def __str__(self) -> str:
        return self.problem.value.text.format(**self.fields)

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return self.problem.value.status

    @property
    def names_machine(self) -> bool:
        """Whether the sentence names a host, a database or a folder: for those who run the app, not for those who ask it.

        Where the sender is at fault, `where` is a place in the file.
        """
        fields = {name for _, name, _, _ in Formatter().parse(self.problem.value.text)}
        return self.status >= 500 and not fields.isdisjoint(_OF_THE_MACHINE)
