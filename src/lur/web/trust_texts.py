"""What ``/trust`` says: the steps on each system, in three languages. Names of menus as the systems have
them."""

from __future__ import annotations

import msgspec

from lur.core.ids import Language


class TrustText(msgspec.Struct, frozen=True, kw_only=True):
    """One language. ``steps`` are systems with what to do on each."""

    title: str
    why: str
    fetch: str
    check: str
    steps: tuple[tuple[str, str], ...]
    end: str


DEBIAN = "sudo cp lur.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates"
CHROME_STORE = 'certutil -d sql:$HOME/.pki/nssdb -A -t "C,," -n Lur -i lur.crt'

TEXTS: dict[Language, TrustText] = {
    "sv": TrustText(
        title="Lita på den här Lur",
        why="Den här Lur har gjort sitt certifikat själv. Webbläsaren varnar tills datorn litar på det. "
        "Du gör det här en gång på varje dator. Certifikatet gäller bara den här servern och lokala nät.",
        fetch="Hämta certifikatet lur.crt",
        check="Jämför fingeravtrycket (SHA-256) med det som skrevs ut när Lur startade:",
        steps=(
            (
                "Windows",
                "Dubbelklicka på lur.crt, välj Installera certifikat, Lokal dator, Placera alla certifikat i "
                "nedanstående arkiv, Betrodda rotcertifikatutfärdare. Starta om webbläsaren.",
            ),
            (
                "macOS",
                "Dubbelklicka på lur.crt så att det läggs i Nyckelhanterare (System). Öppna det där, välj "
                "Betrodd och Lita alltid på. Starta om webbläsaren.",
            ),
            (
                "iPhone, iPad",
                "Hämta filen i Safari och tillåt profilen. Inställningar, Allmänt, VPN och enhetshantering: "
                "installera den. Slå sedan på den under Allmänt, Om, Inställningar för betrodda certifikat.",
            ),
            (
                "Android",
                "Inställningar, Säkerhet, Fler säkerhetsinställningar, Kryptering och "
                "autentiseringsuppgifter, "
                "Installera ett certifikat, CA-certifikat. Välj lur.crt.",
            ),
            (
                "Firefox",
                "Inställningar, Sekretess och säkerhet, Visa certifikat, Utfärdare, Importera. Välj "
                "lur.crt och "
                "kryssa för att lita på den för webbplatser.",
            ),
            ("Debian, Ubuntu", f"{DEBIAN} (för Chrome och Chromium även: {CHROME_STORE})"),
        ),
        end="Ladda sedan om sidan. Varningen är borta och mikrofonen kan användas.",
    ),
    "nb": TrustText(
        title="Stol på denne Lur",
        why="Denne Lur har laget sertifikatet sitt selv. Nettleseren advarer til maskinen stoler på det. "
        "Du gjør dette én gang på hver maskin. Sertifikatet gjelder bare denne serveren og lokale nett.",
        fetch="Last ned sertifikatet lur.crt",
        check="Sammenlign fingeravtrykket (SHA-256) med det som ble skrevet ut da Lur startet:",
        steps=(
            (
                "Windows",
                "Dobbeltklikk på lur.crt, velg Installer sertifikat, Lokal maskin, Plasser alle "
                "sertifikater i "
                "følgende lager, Klarerte rotsertifiseringsinstanser. Start nettleseren på nytt.",
            ),
            (
                "macOS",
                "Dobbeltklikk på lur.crt så det legges i Nøkkelringtilgang (System). Åpne det der, velg "
                "Godkjenning og Godkjenn alltid. Start nettleseren på nytt.",
            ),
            (
                "iPhone, iPad",
                "Last ned filen i Safari og tillat profilen. Innstillinger, Generelt, VPN og "
                "enhetsadministrering: "
                "installer den. Slå den så på under Generelt, Om, Innstillinger for sertifikatgodkjenning.",
            ),
            (
                "Android",
                "Innstillinger, Sikkerhet, Flere sikkerhetsinnstillinger, Kryptering og legitimasjon, "
                "Installer et sertifikat, CA-sertifikat. Velg lur.crt.",
            ),
            (
                "Firefox",
                "Innstillinger, Personvern og sikkerhet, Vis sertifikater, Utstedere, Importer. "
                "Velg lur.crt og "
                "kryss av for å stole på den for nettsteder.",
            ),
            ("Debian, Ubuntu", f"{DEBIAN} (for Chrome og Chromium også: {CHROME_STORE})"),
        ),
        end="Last så siden på nytt. Advarselen er borte, og mikrofonen kan brukes.",
    ),
    "en": TrustText(
        title="Trust this Lur",
        why="This Lur made its certificate itself. Browsers warn until the computer trusts it. "
        "You do this once on each computer. The certificate is good for this server and local networks only.",
        fetch="Download the certificate lur.crt",
        check="Compare the fingerprint (SHA-256) with the one that was printed when Lur started:",
        steps=(
            (
                "Windows",
                "Double-click lur.crt, choose Install Certificate, Local Machine, Place all "
                "certificates in the "
                "following store, Trusted Root Certification Authorities. Restart the browser.",
            ),
            (
                "macOS",
                "Double-click lur.crt so that it goes into Keychain Access (System). Open it there, choose "
                "Trust and Always Trust. Restart the browser.",
            ),
            (
                "iPhone, iPad",
                "Download the file in Safari and allow the profile. Settings, General, VPN & Device "
                "Management: "
                "install it. Then turn it on in General, About, Certificate Trust Settings.",
            ),
            (
                "Android",
                "Settings, Security, More security settings, Encryption & credentials, Install a "
                "certificate, "
                "CA certificate. Choose lur.crt.",
            ),
            (
                "Firefox",
                "Settings, Privacy & Security, View Certificates, Authorities, Import. Choose "
                "lur.crt and tick "
                "to trust it for websites.",
            ),
            ("Debian, Ubuntu", f"{DEBIAN} (for Chrome and Chromium also: {CHROME_STORE})"),
        ),
        end="Then reload the page. The warning is gone and the microphone can be used.",
    ),
}
