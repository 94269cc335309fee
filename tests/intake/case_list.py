"""Files as offices, survey tools and other programs make them, with the feed and the office that would send each."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases" / "tables"


@dataclass(frozen=True)
class Case:
    """A file of `cases/tables`. `region` is the sender's own region, "" the nation."""

    file: str
    feed: str
    region: str = "75"
    office: str = ""


CASES = (
    Case("01_skhpn_jan_des.xlsx", "layanan_bulanan"),
    Case("02_dua_baris_kepala.xlsx", "layanan_bulanan"),
    Case("04c_nama_kab.xlsx", "layanan_bulanan", ""),
    Case("10_persen.xlsx", "target", ""),
    Case("11b_kolom_tersembunyi.xlsx", "layanan_bulanan"),
    Case("13_dua_tabel.xlsx", "layanan_bulanan"),
    Case("13b_dua_tabel_berdampingan.xlsx", "layanan_bulanan"),
    Case("16_papua_2021.xlsx", "penduduk", ""),
    Case("19_ikrn_0_kembali.xlsx", "kawasan_rawan", ""),
    Case("20_v_x.xlsx", "kawasan_rawan", ""),
    Case("21_nihil.xlsx", "pemberdayaan", ""),
    Case("36_galat_tempel.xlsx", "layanan_bulanan"),
    Case("38_total_di_kunci.xlsx", "bersinar_peristiwa"),
    Case("40_provinsi_jadi_kota.xlsx", "tat", ""),
    Case("50_kotan_2019.xlsx", "kotan_penilaian", ""),
    Case("52_fasilitas_2024.xlsx", "fasilitas_rehab", ""),
    Case("53_bersinar_bengkulu_70.xlsx", "bersinar_peristiwa", "17"),
    Case("55_penduduk_desa_jadi_kab.xlsx", "penduduk"),
    Case("m01_kotan_kode_bps.csv", "kotan_penilaian", ""),
    Case("m03_bersinar_konteks_bertentangan.csv", "bersinar_peristiwa"),
    Case("m04_layanan_rekap_gabung.xlsx", "layanan_bulanan"),
    Case("m05_layanan_angka_gabung.xlsx", "layanan_bulanan"),
    Case("m07_bersinar_kepala_opendata.csv", "bersinar_peristiwa"),
    Case("m08_bersinar_kosong_berarti_di_atas.csv", "bersinar_peristiwa"),
    Case("m09_tanggal_terbalik.xlsx", "bersinar_peristiwa"),
    Case("m10_tanggal_beragam.csv", "bersinar_peristiwa"),
    Case("m11_angka.xlsx", "layanan_bulanan"),
    Case("m14a_strict_ooxml.xlsx", "layanan_bulanan"),
    Case("m14b_workbook2.xlsx", "layanan_bulanan"),
    Case("m14c_html.xls", "layanan_bulanan"),
    Case("m14d_spreadsheetml2003.xls", "layanan_bulanan"),
    Case("m14f_tab.xls", "layanan_bulanan"),
    Case("m14g_utf16le_tanpa_bom.csv", "layanan_bulanan"),
    Case("m14i_sep_baris_pertama.csv", "layanan_bulanan"),
    Case("m14j_libreoffice.ods", "layanan_bulanan"),
    Case("m15a_sel_jauh_atribut_lain.xlsx", "layanan_bulanan"),
    Case("m15b_sel_jauh_kutip_tunggal.xlsx", "layanan_bulanan"),
    Case("m16_alias_kabkota.csv", "kotan_penilaian", ""),
    Case("m17_faskes_kota_blitar.csv", "fasilitas_rehab", "35"),
    Case("m18_teks_jahat.csv", "pemberdayaan"),
    Case("m20_desa_dan_kelurahan_senama.csv", "bersinar_peristiwa", ""),
    Case("m21_kecamatan_romawi_terpotong.csv", "bersinar_peristiwa", ""),
    Case("m23_penduduk_bps10_tasikmalaya.csv", "penduduk", "32"),
)
